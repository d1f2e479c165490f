package dev.cloze;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.math.BigDecimal;

/** Writes fractions as Python's json does, so that a hash over them is one whichever language computed it. */
public final class PythonNumbers {

    private static final double LEAST_PLAIN = 1e-4;
    private static final double LEAST_LARGE = 1e16;

    private PythonNumbers() {}

    /** For a mapper whose output is hashed. */
    public static SimpleModule module() {
        return new SimpleModule()
                .addSerializer(Double.class, new AsPython<>())
                .addSerializer(Float.class, new AsPython<>());
    }

    /** {@code 1.27E-4} as {@code 0.000127}, {@code 1.0E7} as {@code 10000000.0}, {@code 1.5E-9} as {@code 1.5e-09}. */
    static String text(Number number) {
        double size = Math.abs(number.doubleValue());
        if (size == 0 || !Double.isFinite(size)) {
            return number.toString();
        }
        BigDecimal exact = new BigDecimal(number.toString());
        if (size >= LEAST_PLAIN && size < LEAST_LARGE) {
            String plain = exact.stripTrailingZeros().toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        BigDecimal digits = exact.stripTrailingZeros();
        int exponent = digits.precision() - digits.scale() - 1;
        return digits.movePointLeft(exponent).stripTrailingZeros().toPlainString()
                + "e%s%02d".formatted(exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    private static final class AsPython<N extends Number> extends JsonSerializer<N> {
        @Override
        public void serialize(N number, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeNumber(text(number));
        }
    }
}
