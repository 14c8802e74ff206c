package dev.houseflow

/**
 * A query endpoint of ClickHouse Cloud refused a call. What its documentation names has a class of
 * its own.
 *
 * @property body the answer's text as it came, up to 1 MiB.
 */
public open class QueryEndpointException @InternalHouseflowApi constructor(
    refusal: ServerException,
    @get:JvmName("body") public val body: String,
    private val advice: String = "",
) : ServerException(refusal.code, refusal.name, refusal.serverMessage, refusal.queryId, refusal.httpStatus) {
    @InternalHouseflowApi
    override fun describe(): String = super.describe() + if (advice.isEmpty()) "" else "; $advice"

    /** Status 400: the request, its variables or the query that they make cannot work. */
    public class BadRequest @InternalHouseflowApi constructor(refusal: ServerException, body: String) :
        QueryEndpointException(refusal, body, "check the variables and their types, and the format")

    /** Status 401: the key is not known, or may not call this endpoint. */
    public class Unauthorized @InternalHouseflowApi constructor(refusal: ServerException, body: String) :
        QueryEndpointException(refusal, body, "check the key and its secret, and that it has the Member role and access to the endpoint")

    /** Status 404: there is no endpoint of this id. */
    public class NotFound @InternalHouseflowApi constructor(refusal: ServerException, body: String) :
        QueryEndpointException(refusal, body, "check the endpoint's id")
}
