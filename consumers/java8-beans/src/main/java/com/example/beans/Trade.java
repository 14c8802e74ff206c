package com.example.beans;

import java.math.BigDecimal;
import java.util.List;

/** A bean as Java 8 has them. */
public class Trade {
    private long id;
    private String symbol;
    private BigDecimal price;
    private List<String> tags;

    public Trade() {}

    public Trade(long id, String symbol, BigDecimal price, List<String> tags) {
        this.id = id;
        this.symbol = symbol;
        this.price = price;
        this.tags = tags;
    }

    public long getId() {
        return id;
    }

    public void setId(long id) {
        this.id = id;
    }

    public String getSymbol() {
        return symbol;
    }

    public void setSymbol(String symbol) {
        this.symbol = symbol;
    }

    public BigDecimal getPrice() {
        return price;
    }

    public void setPrice(BigDecimal price) {
        this.price = price;
    }

    public List<String> getTags() {
        return tags;
    }

    public void setTags(List<String> tags) {
        this.tags = tags;
    }
}
