package dev.houseflow.testkit.codec

/** A query whose answer is kept as golden bytes; its name is that of the files. */
internal class GoldenCase(val id: String, val sql: String)

/** Every type family with its edges, alone and inside of other types. */
internal fun goldenCases(): List<GoldenCase> = buildList {
    for ((type, values) in SIMPLE) {
        val list = values.joinToString(", ") { "'" + it.replace("\\", "\\\\").replace("'", "\\'") + "'" }
        val literal = type.replace("\\", "\\\\").replace("'", "\\'")
        add(
            GoldenCase(
                "simple." + type.filter { it.isLetterOrDigit() }.take(30),
                "SELECT x, [x, x] AS a, (x, 1) AS t, map('k', x) AS m, CAST(x AS Nullable($type)) AS n, [n, NULL] AS na " +
                    "FROM (SELECT arrayJoin(CAST([$list], 'Array($literal)')) AS x)",
            ),
        )
    }
    for (type in listOf("String", "FixedString(3)", "UInt8", "Int64", "Date", "UUID", "Float64")) {
        val text = when (type) {
            "UUID" -> "toUUID(concat('00000000-0000-0000-0000-00000000000', toString(number % 3)))"
            "Date" -> "toDate(number % 3)"
            else -> "CAST(toString(number % 3) AS $type)"
        }
        add(
            GoldenCase(
                "dictionary." + type.filter { it.isLetterOrDigit() },
                "SELECT CAST($text AS LowCardinality($type)) AS l, " +
                    "CAST(if(number % 2 = 0, NULL, $text) AS LowCardinality(Nullable($type))) AS n, [l] AS la, map('k', n) AS m FROM numbers(7)",
            ),
        )
    }
    val composed = GoldenCase::class.java.getResource("/golden-cases.sql")!!.readText().split("\n-- ").drop(1)
    for (case in composed) add(GoldenCase(case.substringBefore('\n').trim(), case.substringAfter('\n').trim()))
}

private val SIMPLE: List<Pair<String, List<String>>> = listOf(
    "Int8" to listOf("-128", "0", "127"),
    "Int16" to listOf("-32768", "0", "32767"),
    "Int32" to listOf("-2147483648", "1", "2147483647"),
    "Int64" to listOf("-9223372036854775808", "1", "9223372036854775807"),
    "Int128" to listOf("-170141183460469231731687303715884105728", "1", "170141183460469231731687303715884105727"),
    "Int256" to listOf("-1", "0", "57896044618658097711785492504343953926634992332820282019728792003956564819967"),
    "UInt8" to listOf("0", "128", "255"),
    "UInt16" to listOf("0", "32768", "65535"),
    "UInt32" to listOf("0", "2147483648", "4294967295"),
    "UInt64" to listOf("0", "9223372036854775808", "18446744073709551615"),
    "UInt128" to listOf("0", "340282366920938463463374607431768211455"),
    "UInt256" to listOf("0", "115792089237316195423570985008687907853269984665640564039457584007913129639935"),
    "Bool" to listOf("true", "false"),
    "Float32" to listOf("-0", "nan", "inf", "0.1", "1e-45", "3.4028235e38"),
    "Float64" to listOf("-0", "nan", "-inf", "0.1", "5e-324", "1.7976931348623157e308"),
    "BFloat16" to listOf("-0", "nan", "1.5", "-inf"),
    "Decimal(9, 4)" to listOf("0", "99999.9999", "-0.0001"),
    "Decimal(18, 18)" to listOf("0", "0.999999999999999999", "-0.000000000000000001"),
    "Decimal(38, 10)" to listOf("0", "9999999999999999999999999999.9999999999", "-1"),
    "Decimal(76, 38)" to listOf("0", "99999999999999999999999999999999999999.99999999999999999999999999999999999999", "-1"),
    "String" to listOf("", "plain", "ünï €😀", "tab\tnew\nline\\quote's", "x".repeat(200)),
    "FixedString(4)" to listOf("", "ab", "abcd", "éé"),
    "UUID" to listOf("00112233-4455-6677-8899-aabbccddeeff", "ffffffff-ffff-ffff-ffff-ffffffffffff"),
    "IPv4" to listOf("0.0.0.0", "1.2.3.4", "255.255.255.255"),
    "IPv6" to listOf("::", "::1", "2001:db8::1", "::ffff:192.0.2.1", "1:0:0:2::3"),
    "Date" to listOf("1970-01-01", "2149-06-06"),
    "Date32" to listOf("1900-01-01", "1969-12-31", "2299-12-31"),
    "DateTime" to listOf("1970-01-01 00:00:00", "2106-02-07 06:28:15"),
    "DateTime('Europe/Paris')" to listOf("2024-03-31 03:00:00", "2024-07-01 12:00:00"),
    "DateTime64(3)" to listOf("1969-12-31 23:59:59.555", "2299-12-31 23:59:59.999"),
    "DateTime64(9, 'Asia/Tokyo')" to listOf("1970-01-01 09:00:00.000000001", "2262-04-11 23:47:16.854775807"),
    "Time" to listOf("-999:59:59", "00:00:00", "12:34:56"),
    "Time64(6)" to listOf("-00:00:00.555555", "999:59:59.999999"),
    "Enum8('min' = -128, 'it\\'s' = 1, '' = 127)" to listOf("min", "it's", ""),
    "Enum16('a' = -32768, 'ü, (x) = 1' = 300)" to listOf("a", "ü, (x) = 1"),
    "IntervalNanosecond" to listOf("-9223372036854775808", "5"),
    "IntervalMinute" to listOf("-7", "5"),
    "IntervalDay" to listOf("-7", "5"),
    "IntervalYear" to listOf("9223372036854775807", "5"),
)
