/* The page of a run, drawn from the lines of its metrics.jsonl. */

const of = kind => data.filter(line => line.kind === kind);
const last = list => list[list.length - 1];
const run = last(of("run")) || {};
const steps = of("step");
const heldOut = of("held-out");
const fills = of("fills");
const spans = of("spans");
const ending = last(of("end"));
const lastStep = Math.max(1, ...data.map(line => line.step || 0));

/* Colours that differ in lightness too (after Okabe and Ito), for both themes. */
const LIGHT = ["#0067a5", "#c2500a", "#00785a", "#a8448a", "#8a6d00", "#5b4fc4", "#3f8fbf", "#7d2f2f", "#5c7d1f", "#4b5563"];
const DARK = ["#6cb8ee", "#f39a5b", "#4fcfa7", "#e59bcd", "#e3c34f", "#ada3f7", "#9ad6f2", "#e38b8b", "#b7d36b", "#b4bac4"];
const colour = i => (document.documentElement.dataset.theme === "dark" ? DARK : LIGHT)[i % LIGHT.length];

function smooth(points, keep) {
  let mean = 0, weight = 0;
  return points.map(point => {
    mean = keep * mean + (1 - keep) * point.y;
    weight = keep * weight + (1 - keep);
    return { x: point.x, y: mean / weight };
  });
}
const plain = value => Number(value.toPrecision(4)).toLocaleString("en");
const wholePercent = value => fixed(100 * value, 0) + " %";
const points = (lines, value) => lines.map(line => ({ x: line.step, y: value(line) })).filter(point => Number.isFinite(point.y));
const keepRate = () => steps.length > 200 ? 0.9 : steps.length > 12 ? 0.7 : 0;

function chart(title, hint, series, options = {}) {
  const canvas = el("canvas", { role: "img", "aria-label": title });
  const card = el("div", { class: "card" + (options.wide ? " wide" : "") }, el("h3", {}, title),
    hint ? el("p", { class: "hint" }, hint) : null, el("div", { class: "plot" }, canvas));
  let drawn;
  const draw = () => {
    const hidden = drawn ? drawn.data.datasets.map((set, i) => !drawn.isDatasetVisible(i)) : [];
    if (drawn) drawn.destroy();
    drawn = new Chart(canvas, {
      type: "line",
      data: { datasets: series.map((one, i) => dataset(one, i, hidden[i])) },
      options: chartOptions(options, series),
    });
    card.chart = drawn;
  };
  redraws.push(() => draw());
  requestAnimationFrame(draw);
  if (options.chips) card.append(chips(card, series.slice(0, CHIPS), 0));
  if (options.chips && series.length > CHIPS) {
    card.append(el("details", {}, el("summary", {}, (series.length - CHIPS) + " more"), chips(card, series.slice(CHIPS), CHIPS)));
  }
  return card;
}

function dataset(one, i, hidden) {
  const c = colour(one.colour === undefined ? i : one.colour);
  return {
    label: one.label, data: one.data, borderColor: one.faint ? c + "55" : c, backgroundColor: c, borderWidth: one.faint ? 1 : 2,
    pointRadius: one.dots || one.data.length === 1 ? 2.5 : 0, pointHoverRadius: 4, pointHitRadius: 6, borderDash: one.dash || [],
    tension: 0, spanGaps: true, hidden: hidden === undefined ? Boolean(one.hidden) : hidden, order: one.faint ? 2 : 1,
  };
}

function chartOptions(options, series) {
  const soft = ink("--soft"), line = ink("--line");
  const format = options.format || (value => fixed(value, 3));
  return {
    animation: false, responsive: true, maintainAspectRatio: false, normalized: true, parsing: false,
    interaction: { mode: "nearest", axis: "x", intersect: false },
    scales: {
      x: { type: "linear", min: 0, max: lastStep, ticks: { color: soft, maxTicksLimit: 8, callback: value => short.format(value) }, grid: { display: false }, border: { color: line },
        title: { display: true, text: "step", color: soft, font: { size: 11 } } },
      y: { type: options.log ? "logarithmic" : "linear", beginAtZero: Boolean(options.zero), max: options.most, grace: options.most ? 0 : "4%", grid: { color: line }, border: { display: false },
        ticks: { color: soft, maxTicksLimit: 7, callback: value => (options.axis || plain)(value) } },
    },
    plugins: {
      legend: { display: series.length > 1 && !options.chips, position: "bottom", labels: { color: ink("--ink"), boxWidth: 18, boxHeight: 2, font: { size: 12.5 } } },
      tooltip: {
        backgroundColor: ink("--ink"), titleColor: ink("--paper"), bodyColor: ink("--paper"), padding: 10, cornerRadius: 8, boxPadding: 4, usePointStyle: true,
        itemSort: (a, b) => b.parsed.y - a.parsed.y,
        callbacks: { title: items => items.length ? "step " + number.format(items[0].parsed.x) : "", label: item => " " + item.dataset.label + "  " + format(item.parsed.y) },
      },
      decimation: { enabled: true, algorithm: "min-max" },
    },
  };
}

/* A legend for many series, of which these stand from {@code first} on: press to show or hide. */
const CHIPS = 8;
function chips(card, series, first) {
  const row = el("div", { class: "chips" });
  series.forEach((one, at) => {
    const i = first + at;
    const chip = el("button", { type: "button", class: "chip", "aria-pressed": String(!one.hidden), title: one.title || one.label }, el("i"), one.label);
    const paint = () => chip.style.setProperty("--c", colour(one.colour === undefined ? i : one.colour));
    chip.addEventListener("click", () => {
      const shown = chip.getAttribute("aria-pressed") !== "true";
      chip.setAttribute("aria-pressed", String(shown));
      card.chart.setDatasetVisibility(i, shown);
      card.chart.update();
    });
    redraws.push(paint);
    paint();
    row.append(chip);
  });
  return row;
}

/* One line a denoiser or language, those with the most tokens first. */
function parts(field, lines, most, name) {
  const tokens = {};
  lines.forEach(line => Object.entries(line[field] || {}).forEach(([key, part]) => tokens[key] = (tokens[key] || 0) + (part.tokens || 1)));
  return Object.keys(tokens).sort((a, b) => tokens[b] - tokens[a] || a.localeCompare(b)).map((key, i) => ({
    label: name ? name(key) : key,
    title: key + ": " + short.format(tokens[key]) + " target tokens",
    data: smooth(points(lines.filter(line => line[field] && line[field][key]), line => line[field][key].loss), keepRate()),
    hidden: i >= most,
  }));
}

function lead() {
  const words = [];
  if (run.documents) words.push(number.format(run.documents) + " documents");
  if (run.parameters) words.push(short.format(run.parameters) + " weights");
  if (run.tokenizer) words.push(run.tokenizer);
  if (run.processor) words.push(run.processor);
  return words.join(" · ");
}

function tiles() {
  const box = el("div", { class: "tiles" });
  const now = last(steps) || {};
  const done = Math.max(now.step || 0, (last(heldOut) || {}).step || 0);
  if (heldOut.length) {
    const first = heldOut[0].loss, end = last(heldOut).loss;
    box.append(tile(fixed(end, 3), heldOut.length > 1 ? "held-out loss, at first " + fixed(first, 3) : "held-out loss"));
  } else if (now.loss !== undefined) {
    box.append(tile(fixed(now.loss, 3), "training loss"));
  }
  const exact = last(spans);
  if (exact) {
    box.append(tile(percent(exact.accuracy), "of " + exact.spans + " gaps exactly right; a constant answer: " + percent(exact.mostFrequent)));
    if (exact.amongFiveAccuracy !== undefined) box.append(tile(percent(exact.amongFiveAccuracy), "right among its first five answers"));
  }
  box.append(tile(number.format(done) + (run.steps && run.steps !== done ? " of " + number.format(run.steps) : ""), ending ? "steps, finished" : "steps so far"));
  if (now.tokensPerSecond) box.append(tile(number.format(now.tokensPerSecond), "tokens a second"));
  if (now.mfu) box.append(tile(percent(now.mfu), "of this machine's peak (MFU)"));
  if (now.seconds) box.append(tile(duration(now.seconds), "of training"));
  if (now.memoryMb) box.append(tile(bytes(now.memoryMb * 1e6), "memory"));
  return box;
}

function lossChart() {
  const raw = points(steps, line => line.loss);
  const keep = keepRate();
  const series = keep ? [{ label: "training, each", data: raw, faint: true, colour: 0 }, { label: "training, smoothed", data: smooth(raw, keep), colour: 0 }]
    : [{ label: "training", data: raw, colour: 0 }];
  if (heldOut.length) series.push({ label: "held out", data: points(heldOut, line => line.loss), colour: 1, dots: true });
  return chart("Loss", "Cross entropy a target token, in nats. Held-out text is never trained on.", series, { wide: true });
}

function gapChart() {
  const series = [{ label: "exactly right", data: points(spans, line => line.accuracy), colour: 0, dots: true }];
  if (spans.some(line => line.amongFiveAccuracy !== undefined)) {
    series.push({ label: "among its first five", data: points(spans, line => line.amongFiveAccuracy), colour: 2, dots: true });
  }
  series.push({ label: "always “" + last(spans).mostFrequentText + "”", data: points(spans, line => line.mostFrequent), colour: 1, dash: [5, 4] });
  return chart("Gaps filled", "Words cut out of held-out texts that the model wrote letter for letter.", series, { zero: true, format: percent, axis: wholePercent });
}

function curves() {
  const grid = el("div", { class: "grid" }, lossChart());
  if (spans.length > 1) grid.append(gapChart());
  if (heldOut.length > 1 && heldOut.some(line => line.bitsPerByte !== undefined)) {
    grid.append(chart("Bits a byte", "Cross entropy of held-out text by its length in UTF-8, comparable between tokenizers.", [{ label: "held out", data: points(heldOut, line => line.bitsPerByte), colour: 1, dots: true }], {}));
  }
  const denoisers = parts("byDenoiser", steps, 10);
  if (denoisers.length > 1) grid.append(chart("Loss by denoiser", "Training loss of what each denoiser asks. R: short gaps, X: long or many gaps, S: the rest of a text.", denoisers, { chips: true }));
  const languages = parts("byLanguage", steps, 7, languageNames);
  if (languages.length > 1) grid.append(chart("Loss by language", "Training loss; the languages with the most text first. Press a name to show or hide it.", languages, { chips: true }));
  const measured = parts("byLanguage", heldOut, 7, languageNames);
  if (measured.length > 1 && heldOut.length > 1) grid.append(chart("Held-out loss by language", "On text that is never trained on.", measured.map(one => ({ ...one, dots: true })), { chips: true }));
  grid.append(chart("Learning rate", "", [{ label: "learning rate", data: points(steps, line => line.learningRate), colour: 5 }], { zero: true, format: value => Number(value).toExponential(2), axis: value => value === 0 ? "0" : Number(value).toExponential(1) }));
  grid.append(chart("Throughput", "Tokens read and written a second, padding not counted.", [{ label: "tokens a second", data: points(steps, line => line.tokensPerSecond), colour: 2 }], { zero: true, format: number.format, axis: short.format }));
  if (steps.some(line => line.gradientNorm !== undefined)) grid.append(chart("Gradient norm", "Over all weights, before clipping.", [{ label: "gradient norm", data: points(steps, line => line.gradientNorm), colour: 3 }], { zero: true }));
  if (steps.some(line => line.fill !== undefined)) grid.append(chart("Packing", "Share of a batch's places that hold a token.", [{ label: "inputs and targets", data: points(steps, line => line.fill), colour: 0 }], { zero: true, most: 1, format: percent, axis: wholePercent }));
  return el("section", {}, el("h2", {}, "Curves"), grid);
}

/* A held-out text as the model fills it after a step; what stood there is in brackets. */
function filled(sample) {
  const text = el("p", { class: "text", dir: "auto", lang: sample.language });
  for (const part of sample.parts) {
    if (part.truth === undefined) {
      text.append(part.text);
    } else {
      const hit = part.filled.trim() === part.truth.trim();
      text.append(el("mark", { class: (hit ? "hit" : "miss") + (part.filled.trim() ? "" : " empty"), title: hit ? "as it stood" : "stood there: " + part.truth }, part.filled.trim()));
      if (!hit) text.append(el("span", { class: "truth" }, part.truth.trim()));
    }
  }
  return text;
}

function samples() {
  if (!fills.length) return null;
  const list = el("div", { class: "grid" });
  const label = el("span", {});
  const show = index => {
    const at = fills[index];
    label.textContent = at.step === 0 ? "before the first step" : "after step " + number.format(at.step);
    list.replaceChildren(...at.samples.map(sample => el("div", { class: "card" },
      el("div", {}, el("span", { class: "tag" }, languageNames(sample.language)), el("span", { class: "tag" }, sample.source || "")), filled(sample))));
  };
  const slider = el("input", { type: "range", min: 0, max: fills.length - 1, value: fills.length - 1, "aria-label": "Step", oninput: event => show(Number(event.target.value)) });
  slider.value = fills.length - 1;
  show(fills.length - 1);
  return el("section", {}, el("h2", {}, "Filled gaps"),
    el("p", { class: "hint" }, (run.samplesChosen || "Held-out texts.") + " Green: what stood there, word for word. Amber: something else; what stood there follows in brackets."),
    fills.length > 1 ? el("div", { class: "control" }, slider, label) : null, list);
}

function exactSpans() {
  if (!spans.length) return null;
  const rows = [];
  const add = (name, value, hint) => rows.push(el("tr", {}, el("td", {}, name, hint ? el("div", { class: "hint" }, hint) : null), el("td", { class: "n" }, percent(value)),
    el("td", { style: "width:55%" }, el("span", { class: "bar", style: "width:" + Math.max(0.4, 100 * value) + "%" }))));
  const end = last(spans);
  if (spans.length > 1 && spans[0].step === 0) add("before the first step", spans[0].accuracy);
  if (end.mostFrequent !== undefined) add("always the most frequent gap", end.mostFrequent, end.mostFrequentText ? "“" + end.mostFrequentText + "”" : "");
  add("after step " + number.format(end.step), end.accuracy);
  if (end.amongFiveAccuracy !== undefined) add("among its first five answers", end.amongFiveAccuracy, "after step " + number.format(end.step));
  return el("section", {}, el("h2", {}, "Exact gaps"), el("p", { class: "hint" }, end.spans + " short gaps of held-out text; right is only what stood there, letter for letter. " + (run.spansChosen || "")),
    el("div", { class: "card", style: "margin-top:14px" }, el("table", {}, rows)));
}

page.replaceChildren(...[
  head(run.name || "A run", lead()),
  tiles(), exactSpans(), samples(), steps.length ? curves() : null,
  run.text ? el("section", {}, el("details", {}, el("summary", {}, "The whole run file"), el("div", { class: "card", style: "margin-top:10px" }, el("pre", {}, run.text)))) : null,
  el("footer", {}, "Made by Cloze " + (run.version || "") + " from metrics.jsonl. This page reads nothing from the network."),
].filter(Boolean));
