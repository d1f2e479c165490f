"use strict";

const data = JSON.parse(document.getElementById("data").textContent);
const page = document.getElementById("page");

/** An element with attributes and children; text is always text, never markup. */
function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== null && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter(child => child !== undefined && child !== null));
  return node;
}

const number = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const fixed = (value, digits) => value === undefined || value === null ? "" : Number(value).toFixed(digits);
const bytes = value => value >= 1e9 ? fixed(value / 1e9, 1) + " GB" : fixed(value / 1e6, 0) + " MB";
const percent = value => value === undefined ? "" : (100 * value).toFixed(1) + " %";

function duration(seconds) {
  const s = Math.round(seconds);
  if (s < 90) return s + " s";
  if (s < 5400) return Math.floor(s / 60) + " min " + (s % 60) + " s";
  return Math.floor(s / 3600) + " h " + Math.round((s % 3600) / 60) + " min";
}

const languageNames = (() => {
  try {
    const names = new Intl.DisplayNames(["en"], { type: "language" });
    return code => { try { return code === "und" ? "unknown" : names.of(code) || code; } catch (e) { return code; } };
  } catch (e) { return code => code; }
})();

/* Theme: the system's, unless the reader chooses. */
const preferred = window.matchMedia("(prefers-color-scheme: dark)");
const redraws = [];
function applyTheme(theme) {
  document.documentElement.dataset.theme = theme;
  redraws.forEach(redraw => redraw());
}
applyTheme(preferred.matches ? "dark" : "light");
preferred.addEventListener("change", event => applyTheme(event.matches ? "dark" : "light"));
function themeButton() {
  return el("button", {
    type: "button",
    title: "Light or dark",
    "aria-label": "Switch between light and dark",
    onclick: () => applyTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark"),
  }, "◐");
}
const ink = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function head(title, lead) {
  return el("header", {}, el("div", {}, el("div", { class: "mark" }, "Cloze"), el("h1", {}, title), el("p", { class: "lead" }, lead)), themeButton());
}

function tile(value, label) {
  return el("div", { class: "tile" }, el("b", {}, value), el("span", {}, label));
}
