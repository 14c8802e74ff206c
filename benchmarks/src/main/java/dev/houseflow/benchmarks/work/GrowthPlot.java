package dev.houseflow.benchmarks.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A line over sizes, as SVG. Sizes are laid out by their logarithm, and costs from 0 up, so that a
 * cost that does not depend on the size is a level line.
 */
final class GrowthPlot {
    private static final int WIDTH = 560;
    private static final int HEIGHT = 300;
    private static final int LEFT = 60;
    private static final int RIGHT = 30;
    private static final int TOP = 40;
    private static final int BOTTOM = 50;
    private static final int LINES = 4;

    private final String what;
    private final String cost;
    private final List<double[]> points = new ArrayList<>();

    GrowthPlot(String what, String cost) {
        this.what = what;
        this.cost = cost;
    }

    void add(double size, double nanos) {
        points.add(new double[] {size, nanos});
    }

    String title() {
        return cost + " by " + what;
    }

    /** Writes the plot to {@code file}, in a folder that there is. */
    void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, svg());
    }

    private String svg() {
        double most = step(points.stream().mapToDouble(p -> p[1]).max().orElse(1) / LINES) * LINES;
        StringBuilder svg = new StringBuilder();
        add(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
                        + " font-size=\"12\">",
                WIDTH,
                HEIGHT);
        add(svg, "<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", WIDTH, HEIGHT);
        add(svg, "<text x=\"%d\" y=\"22\" font-size=\"14\">%s</text>", LEFT, title());
        for (int i = 0; i <= LINES; i++) {
            double nanos = most * i / LINES;
            double y = y(nanos, most);
            add(svg, "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#ddd\"/>", LEFT, y, WIDTH - RIGHT, y);
            add(
                    svg,
                    "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
                    LEFT - 8,
                    y + 4,
                    String.format(Locale.ROOT, most < 10 ? "%.1f" : "%.0f", nanos));
        }
        StringBuilder path = new StringBuilder();
        for (double[] point : points) {
            double x = x(point[0]);
            double y = y(point[1], most);
            path.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
            add(svg, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"#1565c0\"/>", x, y);
            add(svg, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%,d</text>", x, HEIGHT - BOTTOM + 18, (long)
                    point[0]);
        }
        add(svg, "<polyline points=\"%s\" fill=\"none\" stroke=\"#1565c0\" stroke-width=\"2\"/>", path);
        add(
                svg,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                (LEFT + WIDTH - RIGHT) / 2,
                HEIGHT - 12,
                what);
        return svg.append("</svg>\n").toString();
    }

    private double x(double size) {
        double first = Math.log(points.get(0)[0]);
        double last = Math.log(points.get(points.size() - 1)[0]);
        return last == first
                ? LEFT
                : LEFT + (Math.log(size) - first) / (last - first) * (WIDTH - LEFT - RIGHT - 20) + 10;
    }

    private static double y(double nanos, double most) {
        return HEIGHT - BOTTOM - nanos / most * (HEIGHT - TOP - BOTTOM);
    }

    /** The next larger of 1, 2 and 5 times a power of ten. */
    private static double step(double least) {
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (double factor : new double[] {1, 2, 5}) {
            if (factor * power >= least) return factor * power;
        }
        return 10 * power;
    }

    private static void add(StringBuilder svg, String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
