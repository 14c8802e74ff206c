package dev.houseflow.benchmarks.shapes;

/** Five numeric columns. As a bean, for readers that need one. */
public final class NumericBean implements Summed {
    private long a;
    private long b;
    private double c;
    private int d;
    private int e;

    public long getA() {
        return a;
    }

    public void setA(long a) {
        this.a = a;
    }

    public long getB() {
        return b;
    }

    public void setB(long b) {
        this.b = b;
    }

    public double getC() {
        return c;
    }

    public void setC(double c) {
        this.c = c;
    }

    public int getD() {
        return d;
    }

    public void setD(int d) {
        this.d = d;
    }

    public int getE() {
        return e;
    }

    public void setE(int e) {
        this.e = e;
    }

    @Override
    public long checksum() {
        return Checksum.of(a) + Checksum.of(b) + Checksum.of(c) + Checksum.of(d) + Checksum.of(e);
    }
}
