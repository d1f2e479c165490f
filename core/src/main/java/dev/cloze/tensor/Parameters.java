package dev.cloze.tensor;

import dev.cloze.Refusal;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The weights of a model by name, in the order in which the model asked for them. */
public final class Parameters {

    private final Map<String, Parameter> byName = new LinkedHashMap<>();

    /** All of them in order. */
    public Collection<Parameter> all() {
        return Collections.unmodifiableCollection(byName.values());
    }

    /** Whether there is one of that name. */
    public boolean contains(String name) {
        return byName.containsKey(name);
    }

    /** The one of that name. */
    public Parameter at(String name) {
        Parameter found = byName.get(name);
        if (found == null) {
            throw Refusal.at(name, "the model has no such weight");
        }
        return found;
    }

    /** Number of trained values. */
    public long size() {
        return byName.values().stream().mapToLong(p -> p.master().numel()).sum();
    }

    /** Copies every float32 master into the tensor that the forward pass reads; nothing to do where they are one. */
    public void refresh() {
        Scopes.withoutGradient(() -> byName.values().forEach(Parameter::refresh));
    }

    /** Forgets all gradients. */
    public void zeroGradients() {
        Scopes.withoutGradient(() -> byName.values().forEach(Parameter::zeroGradient));
    }

    /**
     * Adds the gradients of the last backward pass to a float32 sum and forgets them: bfloat16 carries too few bits to add
     * up many small steps.
     */
    public void accumulateGradients() {
        Scopes.withoutGradient(() -> byName.values().forEach(Parameter::accumulateGradient));
    }

    void close() {
        byName.values().forEach(Parameter::close);
    }

    void add(Parameter parameter) {
        byName.put(parameter.name(), parameter);
    }
}
