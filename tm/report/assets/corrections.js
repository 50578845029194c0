"use strict";
/* Beads confirmed or rejected on the page, saved as the lines that `tm build --confirmed` reads. */
(() => {
  const bar = document.querySelector(".corrections");
  const told = document.querySelector(".told");
  const save = bar.querySelector('[data-correct="save"]');
  const sides = ["en", "zh"];
  const segments = { en: [], zh: [] };
  const keys = { en: [], zh: [] };
  const made = new Map();
  let chosen = [];
  let picked = [];
  let saved = true;

  const textOf = (element) => element.querySelector(".text").textContent;
  const keyOf = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
  for (const element of document.querySelectorAll(".seg")) {
    const [side, index] = element.id.split("-");
    segments[side][Number(index)] = element;
    keys[side][Number(index)] = keyOf(textOf(element));
  }
  let fading = 0;
  const tell = (message) => {
    told.textContent = message;
    clearTimeout(fading);
    fading = setTimeout(() => { told.textContent = ""; }, 8000);
  };
  const placesOf = (elements, side) =>
    elements.map((element) => element.id.split("-")).filter(([name]) => name === side).map(([, index]) => Number(index)).sort((a, b) => a - b);

  /* Which of the equal runs on a side this one is: {at, of}. */
  const occurrence = (places, side) => {
    const wanted = places.map((index) => keys[side][index]).join("\n");
    const starts = [];
    for (let start = 0; places.length && start + places.length <= keys[side].length; start += 1) {
      if (keys[side].slice(start, start + places.length).join("\n") === wanted) starts.push(start);
    }
    return { at: Math.max(0, starts.indexOf(places[0])), of: starts.length };
  };

  const pick = (element) => {
    const on = element.classList.toggle("picked");
    picked = on ? [...picked, element] : picked.filter((other) => other !== element);
    tell(picked.length ? `${picked.length} picked: c makes them one bead` : "");
  };
  const unpick = () => {
    for (const element of picked) element.classList.remove("picked");
    picked = [];
  };

  const mark = () => {
    for (const element of document.querySelectorAll(".seg[data-said]")) delete element.dataset.said;
    for (const { action, elements } of made.values()) for (const element of elements) element.dataset.said = action;
    save.disabled = !made.size;
    save.querySelector(".count").textContent = made.size || "";
  };

  const correct = (action) => {
    const elements = picked.length ? picked : chosen;
    if (!elements.length) return tell("Choose a bead first, or pick segments with Shift and a click");
    const [en, zh] = sides.map((side) => placesOf(elements, side));
    if ([en, zh].some((places) => places.some((index, at) => at && index !== places[at - 1] + 1))) {
      return tell("Segments of a bead have to be neighbours on each side");
    }
    const [left, right] = [occurrence(en, "en"), occurrence(zh, "zh")];
    if (left.of > 1 && right.of > 1 && left.at !== right.at) {
      return tell("Both passages stand several times and not in step: join one with its neighbour");
    }
    const name = `${en}|${zh}`;
    const overlapping = (other) => other.elements.some((element) => elements.includes(element));
    for (const [key, other] of made) {
      if (key === name || (action === "confirm" && other.action === "confirm" && overlapping(other))) made.delete(key);
    }
    const line = {
      action,
      en: en.map((index) => textOf(segments.en[index])),
      zh: zh.map((index) => textOf(segments.zh[index])),
      occurrence: left.of > 1 ? left.at : right.at,
    };
    made.set(name, { action, elements: [...elements], line });
    saved = false;
    unpick();
    mark();
    return tell(action === "confirm" ? "Confirmed" : "Rejected");
  };

  const takeBack = () => {
    const last = [...made.keys()].pop();
    if (last === undefined) return tell("Nothing to take back");
    made.delete(last);
    saved = !made.size;
    mark();
    return tell("Taken back");
  };

  const download = () => {
    if (!made.size) return;
    const lines = [...made.values()].map(({ line }) => `${JSON.stringify(line)}\n`);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(lines, { type: "application/jsonl" }));
    link.download = "corrections.jsonl";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    saved = true;
    tell("Saved: give the file to tm build or tm align with --confirmed");
  };

  const acts = { confirm: () => correct("confirm"), reject: () => correct("reject"), back: takeBack, save: download };
  const pressed = { c: "confirm", x: "reject", u: "back", s: "save" };
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-correct]");
    if (button) acts[button.dataset.correct]();
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, summary")) return;
    if (event.key === "Escape") unpick();
    if (pressed[event.key]) acts[pressed[event.key]]();
  });
  document.querySelector("main").addEventListener("click", (event) => {
    const element = (event.shiftKey || event.ctrlKey || event.metaKey) && event.target.closest(".seg");
    if (!element) return;
    event.preventDefault();
    event.stopPropagation();
    document.getSelection().removeAllRanges();
    pick(element);
  }, true);
  document.addEventListener("bead", (event) => { chosen = event.detail; });
  window.addEventListener("beforeunload", (event) => { if (!saved) event.preventDefault(); });
  mark();
})();
