package dev.houseflow.observability;

import dev.houseflow.CallEnd;
import dev.houseflow.CallInfo;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import java.util.Objects;

/**
 * Names by OpenTelemetry's conventions for clients of databases. Keys of low cardinality are always
 * there, as registries ask for it: what is not known is {@code none}.
 */
public class DefaultCallObservationConvention implements CallObservationConvention {
    private static final String NONE = KeyValue.NONE_VALUE;

    private final StatementText statements;

    /** With statements without their literals. */
    public DefaultCallObservationConvention() {
        this(StatementText.SANITIZED);
    }

    /** With {@code statements} in {@code db.query.text}. */
    public DefaultCallObservationConvention(StatementText statements) {
        this.statements = Objects.requireNonNull(statements, "statements");
    }

    @Override
    public String getName() {
        return "db.client.operation";
    }

    @Override
    public String getContextualName(CallObservationContext context) {
        return context.call().summary();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(CallObservationContext context) {
        CallInfo call = context.call();
        CallEnd end = context.end();
        String endpoint = end == null ? null : end.endpoint();
        String host = CallNames.host(endpoint);
        Integer code = end == null ? null : end.errorCode();
        return KeyValues.of(
                KeyValue.of("db.system.name", CallNames.SYSTEM),
                KeyValue.of("db.operation.name", call.command()),
                KeyValue.of("db.collection.name", orNone(call.table())),
                KeyValue.of("db.namespace", orNone(call.database())),
                KeyValue.of("server.address", orNone(host)),
                KeyValue.of("server.port", host == null ? NONE : String.valueOf(CallNames.port(endpoint))),
                KeyValue.of("db.response.status_code", code == null ? NONE : code.toString()),
                KeyValue.of("error.type", orNone(end == null ? null : CallNames.errorType(end.failure()))),
                KeyValue.of("houseflow.outcome", end == null ? NONE : CallNames.outcome(end)));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(CallObservationContext context) {
        CallInfo call = context.call();
        CallEnd end = context.end();
        KeyValues values = KeyValues.of(KeyValue.of("db.query.summary", call.summary()));
        String text = statements.of(call);
        if (text != null) values = values.and(KeyValue.of("db.query.text", text));
        if (end == null) return values;
        if (!end.queryId().isEmpty()) values = values.and(KeyValue.of("clickhouse.query_id", end.queryId()));
        if (end.receivedRows() != null) {
            values = values.and(KeyValue.of("db.response.returned_rows", String.valueOf(end.receivedRows())));
        }
        return values.and(KeyValue.of("houseflow.attempts", String.valueOf(end.attempts())));
    }

    private static String orNone(String value) {
        return value == null ? NONE : value;
    }
}
