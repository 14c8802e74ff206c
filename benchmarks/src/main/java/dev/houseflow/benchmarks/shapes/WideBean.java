package dev.houseflow.benchmarks.shapes;

/** Ten Float64, ten String, ten Int64. As a bean, for readers that need one. */
public final class WideBean implements Summed {
    private double f0;
    private double f1;
    private double f2;
    private double f3;
    private double f4;
    private double f5;
    private double f6;
    private double f7;
    private double f8;
    private double f9;
    private String s10;
    private String s11;
    private String s12;
    private String s13;
    private String s14;
    private String s15;
    private String s16;
    private String s17;
    private String s18;
    private String s19;
    private long i20;
    private long i21;
    private long i22;
    private long i23;
    private long i24;
    private long i25;
    private long i26;
    private long i27;
    private long i28;
    private long i29;

    public double getF0() {
        return f0;
    }

    public void setF0(double f0) {
        this.f0 = f0;
    }

    public double getF1() {
        return f1;
    }

    public void setF1(double f1) {
        this.f1 = f1;
    }

    public double getF2() {
        return f2;
    }

    public void setF2(double f2) {
        this.f2 = f2;
    }

    public double getF3() {
        return f3;
    }

    public void setF3(double f3) {
        this.f3 = f3;
    }

    public double getF4() {
        return f4;
    }

    public void setF4(double f4) {
        this.f4 = f4;
    }

    public double getF5() {
        return f5;
    }

    public void setF5(double f5) {
        this.f5 = f5;
    }

    public double getF6() {
        return f6;
    }

    public void setF6(double f6) {
        this.f6 = f6;
    }

    public double getF7() {
        return f7;
    }

    public void setF7(double f7) {
        this.f7 = f7;
    }

    public double getF8() {
        return f8;
    }

    public void setF8(double f8) {
        this.f8 = f8;
    }

    public double getF9() {
        return f9;
    }

    public void setF9(double f9) {
        this.f9 = f9;
    }

    public String getS10() {
        return s10;
    }

    public void setS10(String s10) {
        this.s10 = s10;
    }

    public String getS11() {
        return s11;
    }

    public void setS11(String s11) {
        this.s11 = s11;
    }

    public String getS12() {
        return s12;
    }

    public void setS12(String s12) {
        this.s12 = s12;
    }

    public String getS13() {
        return s13;
    }

    public void setS13(String s13) {
        this.s13 = s13;
    }

    public String getS14() {
        return s14;
    }

    public void setS14(String s14) {
        this.s14 = s14;
    }

    public String getS15() {
        return s15;
    }

    public void setS15(String s15) {
        this.s15 = s15;
    }

    public String getS16() {
        return s16;
    }

    public void setS16(String s16) {
        this.s16 = s16;
    }

    public String getS17() {
        return s17;
    }

    public void setS17(String s17) {
        this.s17 = s17;
    }

    public String getS18() {
        return s18;
    }

    public void setS18(String s18) {
        this.s18 = s18;
    }

    public String getS19() {
        return s19;
    }

    public void setS19(String s19) {
        this.s19 = s19;
    }

    public long getI20() {
        return i20;
    }

    public void setI20(long i20) {
        this.i20 = i20;
    }

    public long getI21() {
        return i21;
    }

    public void setI21(long i21) {
        this.i21 = i21;
    }

    public long getI22() {
        return i22;
    }

    public void setI22(long i22) {
        this.i22 = i22;
    }

    public long getI23() {
        return i23;
    }

    public void setI23(long i23) {
        this.i23 = i23;
    }

    public long getI24() {
        return i24;
    }

    public void setI24(long i24) {
        this.i24 = i24;
    }

    public long getI25() {
        return i25;
    }

    public void setI25(long i25) {
        this.i25 = i25;
    }

    public long getI26() {
        return i26;
    }

    public void setI26(long i26) {
        this.i26 = i26;
    }

    public long getI27() {
        return i27;
    }

    public void setI27(long i27) {
        this.i27 = i27;
    }

    public long getI28() {
        return i28;
    }

    public void setI28(long i28) {
        this.i28 = i28;
    }

    public long getI29() {
        return i29;
    }

    public void setI29(long i29) {
        this.i29 = i29;
    }

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
