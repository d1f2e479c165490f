/* What a run would train on. */

const tally = data.tally;

function fragments(list, language) {
  const text = el("p", { class: "text", dir: "auto", lang: language });
  for (const part of list) {
    if (part.kind === "sentinel") text.append(el("span", { class: "sentinel s" + part.number % 6, title: part.text, dir: "ltr" }, String(part.number)));
    else if (part.kind === "mode") text.append(el("span", { class: "mode", title: "tells the model which denoiser is at work", dir: "ltr" }, part.text));
    else if (part.kind === "end") text.append(el("span", { class: "truth", title: "end of sequence" }, "end"));
    else text.append(part.text);
  }
  return text;
}

function card(example, i) {
  const row = (name, content) => [el("dt", {}, name), el("dd", {}, content)];
  return el("div", { class: "card wide" },
    el("div", {}, el("span", { class: "tag" }, i + 1 + " · " + languageNames(example.language)), el("span", { class: "tag" }, example.denoiser), el("span", { class: "tag" }, example.source),
      el("span", { class: "tag" }, example.read + " tokens read, " + example.written + " written")),
    el("dl", { class: "pair" },
      ...row("text", el("p", { class: "text", dir: "auto", lang: example.language }, example.text)),
      ...row("reads", fragments(example.inputs, example.language)),
      ...row("writes", fragments(example.targets, example.language))));
}

function table(title, rows, name) {
  const all = tally.total.read + tally.total.written;
  const most = Math.max(...rows.map(row => row.read + row.written));
  return el("div", { class: "card" }, el("h3", {}, title), el("div", { class: "scroll", style: "margin-top:8px" }, el("table", {},
    el("tr", {}, el("th", {}), el("th", { class: "n" }, "examples"), el("th", { class: "n" }, "read"), el("th", { class: "n" }, "written"), el("th", {}, "share of tokens")),
    rows.map(row => el("tr", {}, el("td", {}, name ? name(row.name) : row.name), el("td", { class: "n" }, number.format(row.examples)), el("td", { class: "n" }, number.format(row.read)),
      el("td", { class: "n" }, number.format(row.written)),
      el("td", { style: "min-width:150px;white-space:nowrap" }, el("span", { class: "bar", style: "width:" + 90 * (row.read + row.written) / most + "px" }), " " + percent((row.read + row.written) / all)))))));
}

page.replaceChildren(
  head(data.name, "What the run would train on: examples spread evenly over its first " + tally.batches + " batches, and counts over all of them."),
  el("div", { class: "tiles" },
    tile(number.format(tally.total.examples), "examples"), tile(fixed(tally.examplesARow, 1), "examples a row"),
    tile(percent(tally.readFill), "of the inputs' places hold a token"), tile(percent(tally.writtenFill), "of the targets' places"),
    tile(number.format(tally.total.read), "tokens read"), tile(number.format(tally.total.written), "tokens written")),
  el("div", { class: "tiles" },
    tile(number.format(data.skipped.emptyDocuments), "documents without a token left out"), tile(number.format(data.skipped.singleTokens), "single tokens left out"),
    tile(number.format(data.skipped.overflowing), "examples with more gaps than sentinels"), tile(number.format(data.skipped.truncated), "sides of pairs cut off")),
  el("section", {}, el("h2", {}, "Examples"),
    el("p", { class: "hint" }, "Numbers in boxes are sentinels: they stand for a gap where the model reads, and begin its filling where the model writes."),
    el("div", { class: "grid" }, data.examples.map(card))),
  el("section", {}, el("h2", {}, "Counts"), el("div", { class: "grid" },
    table("By source", tally.bySource), table("By denoiser", tally.byDenoiser), table("By language", tally.byLanguage, languageNames))),
  el("footer", {}, "Made by Cloze. This page reads nothing from the network."));
