package dev.houseflow.benchmarks.shapes;

/** Ten Float64, ten String, ten Int64. As a Java record. */
public record WideRecord(
        double f0,
        double f1,
        double f2,
        double f3,
        double f4,
        double f5,
        double f6,
        double f7,
        double f8,
        double f9,
        String s10,
        String s11,
        String s12,
        String s13,
        String s14,
        String s15,
        String s16,
        String s17,
        String s18,
        String s19,
        long i20,
        long i21,
        long i22,
        long i23,
        long i24,
        long i25,
        long i26,
        long i27,
        long i28,
        long i29)
        implements Summed {
    @Override
    public long checksum() {
        return Checksum.of(f0)
                + Checksum.of(f1)
                + Checksum.of(f2)
                + Checksum.of(f3)
                + Checksum.of(f4)
                + Checksum.of(f5)
                + Checksum.of(f6)
                + Checksum.of(f7)
                + Checksum.of(f8)
                + Checksum.of(f9)
                + Checksum.of(s10)
                + Checksum.of(s11)
                + Checksum.of(s12)
                + Checksum.of(s13)
                + Checksum.of(s14)
                + Checksum.of(s15)
                + Checksum.of(s16)
                + Checksum.of(s17)
                + Checksum.of(s18)
                + Checksum.of(s19)
                + Checksum.of(i20)
                + Checksum.of(i21)
                + Checksum.of(i22)
                + Checksum.of(i23)
                + Checksum.of(i24)
                + Checksum.of(i25)
                + Checksum.of(i26)
                + Checksum.of(i27)
                + Checksum.of(i28)
                + Checksum.of(i29);
    }
}
