package com.example;

import dev.houseflow.jdbc.HouseflowDataSource;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.apache.ibatis.annotations.Delete;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.apache.ibatis.cursor.Cursor;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.ExecutorType;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;

/** Mappers. */
public final class Main {
    public static final class Trade {
        public long id;
        public String symbol;
        public BigDecimal price;
        public LocalDate day;
        public LocalDateTime at;
        public Integer volume;
        public byte[] raw;
    }

    public interface Trades {
        @Update("CREATE OR REPLACE TABLE mybatis_trades (id Int64, symbol String, price Decimal(18, 2), day Date, at DateTime64(3), "
                + "volume Nullable(Int32), raw String) ENGINE MergeTree ORDER BY id")
        void create();

        @Insert("INSERT INTO mybatis_trades (id, symbol, price, day, at, volume, raw) VALUES (#{id}, #{symbol}, #{price}, #{day}, #{at}, "
                + "#{volume}, #{raw})")
        int insert(Trade trade);

        @Select("SELECT * FROM mybatis_trades WHERE id = #{id}")
        Trade find(long id);

        @Select("<script>SELECT id FROM mybatis_trades WHERE id IN <foreach item='i' collection='ids' open='(' separator=',' close=')'>#{i}"
                + "</foreach> ORDER BY id LIMIT #{most}</script>")
        List<Long> some(@Param("ids") List<Long> ids, @Param("most") int most);

        @Select("SELECT * FROM mybatis_trades ORDER BY id")
        Cursor<Trade> all();

        @Delete("DELETE FROM mybatis_trades WHERE id = #{id}")
        int delete(long id);
    }

    private Main() {}

    public static void main(String[] args) throws Exception {
        Configuration configuration =
                new Configuration(new Environment("here", new JdbcTransactionFactory(), new HouseflowDataSource(args[0])));
        configuration.addMapper(Trades.class);
        SqlSessionFactory factory = new SqlSessionFactoryBuilder().build(configuration);
        try (SqlSession session = factory.openSession()) {
            Trades trades = session.getMapper(Trades.class);
            trades.create();
            check(trades.insert(trade(1)) == 1, "one row");
            session.commit();
            Trade found = trades.find(1);
            check(found.price.equals(new BigDecimal("1.50")) && found.volume == null && found.day.equals(LocalDate.of(2026, 1, 2)), "the same row");
            check(found.at.equals(LocalDateTime.of(2026, 1, 2, 3, 4, 5, 6_000_000)), "the same wall clock: " + found.at);
            check(found.raw.length == 3 && found.raw[1] == -1, "the same bytes");
        }
        try (SqlSession session = factory.openSession(ExecutorType.BATCH)) {
            Trades trades = session.getMapper(Trades.class);
            for (int i = 2; i <= 1000; i++) trades.insert(trade(i));
            session.flushStatements();
            session.commit();
        }
        try (SqlSession session = factory.openSession()) {
            Trades trades = session.getMapper(Trades.class);
            check(trades.some(List.of(3L, 5L, 7L), 2).equals(List.of(3L, 5L)), "a list of parameters");
            int count = 0;
            try (Cursor<Trade> all = trades.all()) {
                for (Trade trade : all) if (trade.id == ++count) continue;
            }
            check(count == 1000, "rows of the cursor: " + count);
            check(trades.delete(1) == 1, "a delete counts as one");
            check(trades.find(1) == null, "deleted");
            System.out.println("FIGURE 1,000 rows by a mapper");
        }
    }

    private static Trade trade(long id) {
        Trade trade = new Trade();
        trade.id = id;
        trade.symbol = "it's";
        trade.price = new BigDecimal("1.50");
        trade.day = LocalDate.of(2026, 1, 2);
        trade.at = LocalDateTime.of(2026, 1, 2, 3, 4, 5, 6_000_000);
        trade.raw = new byte[] {0, -1, 39};
        return trade;
    }

    private static void check(boolean holds, String what) {
        if (!holds) throw new AssertionError(what);
    }
}
