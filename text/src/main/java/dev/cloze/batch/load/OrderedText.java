package dev.cloze.batch.load;

import dev.cloze.Refusal;
import dev.cloze.task.Data;
import java.util.Iterator;
import java.util.ServiceLoader;

/**
 * Text that another library's order is asked for.
 *
 * @param data where it comes from; sources only, no tasks
 * @param settings what is made of it
 * @param own the same in one's own order
 */
public record OrderedText(Data data, LoaderSettings settings, DataLoader own) {

    private static final String PLACE = "compat";
    private static final String ARTIFACT = "dev.cloze:cloze-seqio";

    /** The batches in that order, which is not one's own. */
    ForeignBatches in(BatchOrder order, ClassLoader classPath) {
        String type = order instanceof BatchOrder.Seqio ? "seqio" : "text-denoising";
        if (!data.tasks().isEmpty()) {
            throw Refusal.at(PLACE, "type = %s reads data.sources, not data.tasks", type);
        }
        Iterator<BatchOrderProvider> found = ServiceLoader.load(BatchOrderProvider.class, classPath).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.provides(order))
                .iterator();
        if (!found.hasNext()) {
            throw Refusal.at(PLACE, "type = %s needs the artifact %s on the class path", type, ARTIFACT);
        }
        return found.next().batches(order, this);
    }
}
