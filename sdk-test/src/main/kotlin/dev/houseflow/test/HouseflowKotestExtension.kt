package dev.houseflow.test

import dev.houseflow.ConfigurationException
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.coroutines.ClickHouseClient
import io.kotest.core.extensions.TestCaseExtension
import io.kotest.core.test.TestCase
import io.kotest.core.test.TestType
import io.kotest.engine.test.TestResult
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.withContext
import kotlin.coroutines.AbstractCoroutineContextElement
import kotlin.coroutines.CoroutineContext

/**
 * Gives each test of a Kotest specification a fresh database, which is dropped behind the test:
 *
 * ```kotlin
 * class TradesTest : FunSpec({
 *     val houseflow = extension(HouseflowKotestExtension())
 *
 *     test("...") { houseflow.client().execute("CREATE TABLE ...") }
 * })
 * ```
 *
 * Containers have none; their tests have one each. Tests may run at the same time. Needs Kotest 6.
 *
 * @param server the server that has the databases; it stays its owner's. Default: the embedded engine of the JVM.
 * @param statements what runs in each fresh database before its test, in this order.
 */
public class HouseflowKotestExtension @JvmOverloads constructor(
    private val server: TestServer? = null,
    private val statements: List<String> = emptyList(),
) : TestCaseExtension {
    private class Current(val owner: HouseflowKotestExtension, val database: TestDatabase) : AbstractCoroutineContextElement(Key(owner)) {
        data class Key(val owner: HouseflowKotestExtension) : CoroutineContext.Key<Current>
    }

    override suspend fun intercept(testCase: TestCase, execute: suspend (TestCase) -> TestResult): TestResult {
        if (testCase.type != TestType.Test) return execute(testCase)
        val database = withContext(Dispatchers.IO) { (server ?: TestServer.embedded()).freshDatabase() }
        try {
            for (statement in statements) database.kotlinClient().execute(statement)
            return withContext(Current(this, database)) { execute(testCase) }
        } finally {
            withContext(NonCancellable + Dispatchers.IO) { database.close() }
        }
    }

    /** The database of the test that calls. Throws [ConfigurationException] outside of a test. */
    @OptIn(InternalHouseflowApi::class)
    public suspend fun database(): TestDatabase = currentCoroutineContext()[Current.Key(this)]?.database
        ?: throw ConfigurationException(
            "Here is no test of this specification, so there is no database. Ask for it in a test, after " +
                "extension(HouseflowKotestExtension()), or take TestServer.embedded().freshDatabase() and close it.",
        )

    /** The Kotlin client in the [database] of the test that calls. It is not the caller's to close. */
    public suspend fun client(): ClickHouseClient = database().kotlinClient()
}
