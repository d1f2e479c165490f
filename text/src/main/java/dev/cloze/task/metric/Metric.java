package dev.cloze.task.metric;

/** What is told of a task's answers: of the texts that a model writes, or of what it finds likely. */
public sealed interface Metric permits TextMetric, RankClassification {}
