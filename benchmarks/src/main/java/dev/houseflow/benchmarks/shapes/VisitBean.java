package dev.houseflow.benchmarks.shapes;

import java.time.ZonedDateTime;

/** The columns of the data set {@code mixed}. As a bean, for readers that need one. */
public final class VisitBean implements Summed {
    private long id;
    private ZonedDateTime time;
    private String city;
    private String url;
    private double price;
    private int amount;
    private Long referrer;
    private boolean active;

    public long getId() {
        return id;
    }

    public void setId(long id) {
        this.id = id;
    }

    public ZonedDateTime getTime() {
        return time;
    }

    public void setTime(ZonedDateTime time) {
        this.time = time;
    }

    public String getCity() {
        return city;
    }

    public void setCity(String city) {
        this.city = city;
    }

    public String getUrl() {
        return url;
    }

    public void setUrl(String url) {
        this.url = url;
    }

    public double getPrice() {
        return price;
    }

    public void setPrice(double price) {
        this.price = price;
    }

    public int getAmount() {
        return amount;
    }

    public void setAmount(int amount) {
        this.amount = amount;
    }

    public Long getReferrer() {
        return referrer;
    }

    public void setReferrer(Long referrer) {
        this.referrer = referrer;
    }

    public boolean isActive() {
        return active;
    }

    public void setActive(boolean active) {
        this.active = active;
    }

    @Override
    public long checksum() {
        return Checksum.of(id)
                + Checksum.of(time)
                + Checksum.of(city)
                + Checksum.of(url)
                + Checksum.of(price)
                + Checksum.of(amount)
                + Checksum.of(referrer)
                + Checksum.of(active);
    }
}
