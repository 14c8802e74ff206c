package com.example;

import java.time.LocalDate;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/** A row. Its id is the program's: ClickHouse makes none. */
@Table("spring_data_trades")
public record Trade(@Id long id, String symbol, double price, LocalDate day, Integer volume) {}
