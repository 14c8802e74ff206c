package com.example;

import java.util.List;
import java.util.stream.Stream;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.ListCrudRepository;
import org.springframework.data.repository.ListPagingAndSortingRepository;

public interface Trades extends ListCrudRepository<Trade, Long>, ListPagingAndSortingRepository<Trade, Long> {
    record Volume(String symbol, long trades) {}

    List<Trade> findBySymbolOrderByIdDesc(String symbol);

    long countByPriceGreaterThan(double price);

    boolean existsBySymbol(String symbol);

    Page<Trade> findBySymbol(String symbol, Pageable page);

    @Query("SELECT symbol, count() AS trades FROM spring_data_trades GROUP BY symbol ORDER BY symbol")
    List<Volume> volumes();

    @Query("SELECT * FROM spring_data_trades WHERE id IN (:ids)")
    Stream<Trade> streamOf(List<Long> ids);

    @Modifying
    @Query("ALTER TABLE spring_data_trades UPDATE price = :price WHERE id = :id SETTINGS mutations_sync = 1")
    int reprice(long id, double price);

    /** In place of {@code deleteAll}, whose DELETE has no WHERE. */
    @Modifying
    @Query("TRUNCATE TABLE spring_data_trades")
    void clear();
}
