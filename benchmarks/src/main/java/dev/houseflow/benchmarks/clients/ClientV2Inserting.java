package dev.houseflow.benchmarks.clients;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.data_formats.RowBinaryFormatWriter;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.client.api.metadata.TableSchema;
import com.clickhouse.data.ClickHouseColumn;
import com.clickhouse.data.ClickHouseFormat;
import dev.houseflow.benchmarks.shapes.FlightBean;
import dev.houseflow.benchmarks.shapes.Summed;
import dev.houseflow.benchmarks.shapes.VisitBean;
import dev.houseflow.benchmarks.shapes.WideBean;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The official client, client-v2: a list of beans through its own insert, or value by value through
 * its RowBinary writer.
 */
public final class ClientV2Inserting implements Reading {
    private static final String TABLE = "inserted";

    private final Client client;
    private final TableSchema schema;
    private final List<Summed> rows;
    private final boolean pojo;

    /** @param columns types by the names of the columns */
    public ClientV2Inserting(
            String endpoint,
            Map<String, String> columns,
            List<Summed> rows,
            Class<? extends Summed> type,
            boolean pojo) {
        this.client = new Client.Builder()
                .addEndpoint(endpoint)
                .setUsername("default")
                .setPassword("")
                .compressClientRequest(false)
                .build();
        List<ClickHouseColumn> all = new ArrayList<>();
        columns.forEach((name, columnType) -> all.add(ClickHouseColumn.of(name, columnType)));
        this.schema = new TableSchema(TABLE, null, "", all);
        this.rows = rows;
        this.pojo = pojo;
        if (pojo) {
            client.register(type, schema);
        }
    }

    @Override
    public long readAll() throws Exception {
        if (pojo) {
            client.insert(TABLE, rows).get().close();
        } else {
            client.insert(TABLE, this::write, ClickHouseFormat.RowBinary, new InsertSettings())
                    .get()
                    .close();
        }
        return rows.size();
    }

    private void write(OutputStream out) throws IOException {
        RowBinaryFormatWriter writer = new RowBinaryFormatWriter(out, schema, ClickHouseFormat.RowBinary);
        for (Summed row : rows) {
            if (row instanceof WideBean wide) {
                set(wide, writer);
            } else if (row instanceof FlightBean flight) {
                set(flight, writer);
            } else {
                set((VisitBean) row, writer);
            }
            writer.commitRow();
        }
    }

    private static void set(FlightBean row, RowBinaryFormatWriter writer) {
        writer.setValue(1, row.getDate());
        writer.setValue(2, row.getDelay());
        writer.setValue(3, row.getDistance());
        writer.setValue(4, row.getOrigin());
        writer.setValue(5, row.getDestination());
    }

    private static void set(VisitBean row, RowBinaryFormatWriter writer) {
        writer.setLong(1, row.getId());
        writer.setDateTime(2, row.getTime());
        writer.setString(3, row.getCity());
        writer.setString(4, row.getUrl());
        writer.setDouble(5, row.getPrice());
        writer.setInteger(6, row.getAmount());
        writer.setValue(7, row.getReferrer());
        writer.setBoolean(8, row.isActive());
    }

    private static void set(WideBean row, RowBinaryFormatWriter writer) {
        writer.setDouble(1, row.getF0());
        writer.setDouble(2, row.getF1());
        writer.setDouble(3, row.getF2());
        writer.setDouble(4, row.getF3());
        writer.setDouble(5, row.getF4());
        writer.setDouble(6, row.getF5());
        writer.setDouble(7, row.getF6());
        writer.setDouble(8, row.getF7());
        writer.setDouble(9, row.getF8());
        writer.setDouble(10, row.getF9());
        writer.setString(11, row.getS10());
        writer.setString(12, row.getS11());
        writer.setString(13, row.getS12());
        writer.setString(14, row.getS13());
        writer.setString(15, row.getS14());
        writer.setString(16, row.getS15());
        writer.setString(17, row.getS16());
        writer.setString(18, row.getS17());
        writer.setString(19, row.getS18());
        writer.setString(20, row.getS19());
        writer.setLong(21, row.getI20());
        writer.setLong(22, row.getI21());
        writer.setLong(23, row.getI22());
        writer.setLong(24, row.getI23());
        writer.setLong(25, row.getI24());
        writer.setLong(26, row.getI25());
        writer.setLong(27, row.getI26());
        writer.setLong(28, row.getI27());
        writer.setLong(29, row.getI28());
        writer.setLong(30, row.getI29());
    }

    @Override
    public void close() {
        client.close();
    }
}
