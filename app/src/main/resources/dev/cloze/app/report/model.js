/* What a model folder holds. */

function shape(row) {
  return row.shape ? "[" + row.shape.join(", ") + "] " + row.type : "";
}

function line(row) {
  return [
    el("span", { class: "name" }, row.name),
    row.times > 1 ? el("span", { class: "tag" }, row.times + " alike") : null,
    el("span", { class: "shape" }, shape(row)),
    el("span", { class: "sum", title: number.format(row.count * row.times) + " parameters" }, short.format(row.count * row.times)),
    el("span", { class: "bar", style: "width:" + 160 * row.count * row.times / Math.max(1, data.parameters) + "px" }),
  ];
}

/* Rows come from top to bottom, each with its depth; what is deeper than a row lies in it. */
function branches(rows, from, depth) {
  const nodes = [];
  let at = from;
  while (at < rows.length && rows[at].depth === depth) {
    const row = rows[at];
    const inner = branches(rows, at + 1, depth + 1);
    nodes.push(inner.nodes.length
      ? el("details", { open: depth < 2 }, el("summary", {}, line(row)), inner.nodes)
      : el("div", { class: "leaf" }, line(row)));
    at = inner.at;
  }
  return { nodes, at };
}

function problems(title, names) {
  return names.length ? el("section", {}, el("h2", {}, title), el("ul", {}, names.map(name => el("li", {}, name)))) : null;
}

page.replaceChildren(...[
  head(data.name, data.network + ", " + data.architecture),
  el("div", { class: "tiles" },
    tile(number.format(data.parameters), "parameters"), tile(number.format(data.trainable), "trainable"),
    tile(data.memory.float32, "in float32"), tile(data.memory.bfloat16, "in bfloat16"), tile(data.memory.int8, "in int8"),
    tile(data.memory.training, "to train with AdamW")),
  el("section", {}, el("h2", {}, "Weights"),
    el("p", { class: "hint" }, "Layers that are alike stand once; bars are shares of all parameters."),
    el("div", { class: "card wide tree", style: "margin-top:14px" }, branches(data.tree, 0, 0).nodes)),
  el("section", {}, el("h2", {}, "Files"), el("div", { class: "card wide", style: "margin-top:14px" }, el("table", {},
    data.files.map(file => el("tr", {}, el("td", {}, file.name), el("td", { class: "n" }, file.size)))),
    el("p", { class: "hint" }, "Tokenizer: " + data.tokenizer))),
  problems("Missing", data.missing), problems("Mismatched", data.mismatched), problems("Unexpected", data.unexpected),
  el("footer", {}, "Made by Cloze. This page reads nothing from the network."),
].filter(part => part));
