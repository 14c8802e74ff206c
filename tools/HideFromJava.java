import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Marks as synthetic what Kotlin's compiler makes public for Kotlin alone, in the class files below
 * a folder: companions, whose functions Java has as static ones, {@code getEntries} of enums, which
 * Java calls {@code values}, and members that are internal, whose names end in {@code $module}.
 * Java's compiler and completions pass synthetic members over; Kotlin's goes by its own metadata,
 * and linking is the same.
 *
 * <p>Use: {@code java tools/HideFromJava.java FOLDER}. Files that are marked already stay as they
 * are.
 */
public final class HideFromJava {
    private static final int SYNTHETIC = 0x1000;
    private static final int STATIC = 0x0008;

    private final byte[] file;
    private final DataInputStream in;
    private final String[] texts;
    private boolean changed;

    public static void main(String[] arguments) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(arguments[0]))) {
            List<Path> classes = files.filter(file -> file.toString().endsWith(".class")).toList();
            for (Path file : classes) {
                byte[] bytes = Files.readAllBytes(file);
                HideFromJava hidden = new HideFromJava(bytes);
                if (hidden.hide()) Files.write(file, bytes);
            }
        }
    }

    private HideFromJava(byte[] file) throws IOException {
        this.file = file;
        this.in = new DataInputStream(new ByteArrayInputStream(file));
        in.skipNBytes(8);
        int count = in.readUnsignedShort();
        texts = new String[count];
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> texts[i] = in.readUTF();
                case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
                case 5, 6 -> {
                    in.skipNBytes(8);
                    i++;
                }
                case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
                case 15 -> in.skipNBytes(3);
                default -> throw new IOException("A class file has the unknown constant " + tag);
            }
        }
    }

    /** Whether the bytes have changed. */
    private boolean hide() throws IOException {
        in.skipNBytes(6);
        in.skipNBytes(2L * in.readUnsignedShort());
        members(true);
        members(false);
        int attributes = in.readUnsignedShort();
        for (int i = 0; i < attributes; i++) {
            String name = texts[in.readUnsignedShort()];
            int length = in.readInt();
            if ("InnerClasses".equals(name)) innerClasses();
            else in.skipNBytes(length);
        }
        return changed;
    }

    private void members(boolean fields) throws IOException {
        int count = in.readUnsignedShort();
        for (int i = 0; i < count; i++) {
            int at = position();
            int flags = in.readUnsignedShort();
            String name = texts[in.readUnsignedShort()];
            String type = texts[in.readUnsignedShort()];
            boolean isCompanion = fields && (flags & STATIC) != 0 && name.equals("Companion");
            boolean isEntries = name.equals("getEntries") && type.equals("()Lkotlin/enums/EnumEntries;");
            boolean isInternal = !fields && name.indexOf('$') > 0;
            if (isCompanion || isEntries || isInternal) mark(at, flags);
            int attributes = in.readUnsignedShort();
            for (int j = 0; j < attributes; j++) {
                in.skipNBytes(2);
                in.skipNBytes(in.readInt());
            }
        }
    }

    private void innerClasses() throws IOException {
        int count = in.readUnsignedShort();
        for (int i = 0; i < count; i++) {
            in.skipNBytes(4);
            int name = in.readUnsignedShort();
            int at = position();
            int flags = in.readUnsignedShort();
            if (name != 0 && texts[name].equals("Companion")) mark(at, flags);
        }
    }

    private void mark(int at, int flags) {
        int marked = flags | SYNTHETIC;
        if (marked == flags) return;
        file[at] = (byte) (marked >>> 8);
        file[at + 1] = (byte) marked;
        changed = true;
    }

    private int position() {
        try {
            return file.length - in.available();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
