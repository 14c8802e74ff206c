package dev.houseflow.benchmarks.migration;

import java.util.Objects;

/** A row as the official client wants it: getters, setters, and a constructor without parameters. */
public final class TradeBean {
    private long id;
    private String symbol;
    private double price;

    public TradeBean() {}

    public TradeBean(long id, String symbol, double price) {
        this.id = id;
        this.symbol = symbol;
        this.price = price;
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

    public double getPrice() {
        return price;
    }

    public void setPrice(double price) {
        this.price = price;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TradeBean that
                && id == that.id
                && Objects.equals(symbol, that.symbol)
                && Double.compare(price, that.price) == 0;
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, symbol, price);
    }

    @Override
    public String toString() {
        return id + " " + symbol + " " + price;
    }
}
