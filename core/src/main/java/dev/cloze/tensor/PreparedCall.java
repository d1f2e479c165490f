package dev.cloze.tensor;

import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.NumberType;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.OptionalType;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.Type;

/**
 * A call of one of libtorch's operators that have no Java method, of whose arguments only the first, a tensor, changes from
 * call to call. The others are boxed once; a call costs little more than the operator itself.
 */
final class PreparedCall implements AutoCloseable {

    private final OperatorHandle operator;
    private final IValueVector arguments; // the first is a place to be filled

    /** A call of {@code name} with {@code fixed} behind the first argument. */
    PreparedCall(String name, IValue... fixed) {
        operator = Lifetime.held(find(name));
        arguments = Lifetime.held(new IValueVector());
        arguments.push_back(new IValue());
        for (IValue value : fixed) {
            arguments.push_back(value);
        }
    }

    /** The operator's result for {@code x}, in the caller's scope. */
    Tensor on(Tensor x) {
        try (IValueVector stack = new IValueVector();
                IValue first = new IValue(x)) {
            stack.put(arguments);
            stack.put(0, first);
            operator.callBoxed(stack);
            return new Tensor(stack.get(0).toTensor());
        }
    }

    /** The result of an operator that is called once; it belongs to the caller's scope. */
    static IValue once(String name, IValue... arguments) {
        try (IValueVector stack = new IValueVector(arguments)) {
            find(name).callBoxed(stack);
            return new IValue(stack.get(0));
        }
    }

    /** {@code None}. */
    static IValue none() {
        return new IValue();
    }

    /** An empty list of numbers, for operators that may be followed by another with parameters. */
    static IValue noScalars() {
        return new IValue(new GenericList(OptionalType.get(
                new Type.TypePtr(NumberType.getNumberIntTypePtr().get()))));
    }

    @Override
    public void close() {
        arguments.close();
        operator.close();
    }

    private static OperatorHandle find(String name) {
        return Dispatcher.singleton().findSchemaOrThrow(name, "");
    }
}
