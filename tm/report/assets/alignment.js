"use strict";
(() => {
  const root = document.documentElement;
  const beads = JSON.parse(document.getElementById("beads").textContent);
  const tip = document.querySelector(".tip");
  const far = document.querySelector("svg.far");
  const strip = document.querySelector(".strip");
  const main = document.querySelector("main");
  const segments = { en: new Map(), zh: new Map() };
  const SVG = "http://www.w3.org/2000/svg";
  let current = -1;

  root.classList.add("js");
  for (const element of document.querySelectorAll(".seg")) {
    const [side, index] = element.id.split("-");
    segments[side].set(Number(index), element);
    element.tabIndex = -1;
    element.querySelector(".num").tabIndex = -1;
  }
  const elementsOf = (bead, side) => bead[side].map((index) => segments[side].get(index));
  const allOf = (bead) => [...elementsOf(bead, "en"), ...elementsOf(bead, "zh")];
  beads.forEach((bead, at) => Object.assign(bead, { at, links: [] }));
  if (beads.length) allOf(beads[0])[0].tabIndex = 0;

  // ---- links -------------------------------------------------------------------------------------
  const make = (name, attributes, parent) => {
    const node = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    parent.append(node);
    return node;
  };
  const round = (value) => Math.round(value * 10) / 10;

  /* Neighbouring segments of a bead make one run: {top, bottom, svg}. */
  const runsOf = (bead, side, boxes) => {
    const runs = [];
    bead[side].forEach((index, at) => {
      const box = boxes.get(segments[side].get(index));
      const last = runs[runs.length - 1];
      if (at && bead[side][at - 1] === index - 1 && last.svg === box.svg) last.bottom = box.bottom;
      else runs.push({ top: box.top, bottom: box.bottom, svg: box.svg });
    });
    return runs;
  };

  const curve = (x0, y0, x1, y1) => {
    const bend = (x1 - x0) * 0.5;
    return `C${round(x0 + bend)},${round(y0)} ${round(x1 - bend)},${round(y1)} ${round(x1)},${round(y1)}`;
  };

  const group = (bead, svg) => {
    const node = make("g", { class: `link ${bead.classes}` }, svg);
    make("title", {}, node).textContent = describe(bead);
    node.addEventListener("pointerenter", () => show(bead.at));
    node.addEventListener("pointerleave", () => show(-1));
    node.addEventListener("click", () => select(bead.at));
    bead.links.push(node);
    return node;
  };

  const drawLink = (bead, left, right, near, width) => {
    const inFar = left.svg !== right.svg;
    const frame = inFar ? far : left.svg;
    const origin = near.get(frame);
    const x0 = (inFar ? near.get(left.svg).left : origin.left) - origin.left;
    const x1 = x0 + width;
    const [a, b, c, d] = [left.top, left.bottom, right.top, right.bottom].map((y) => y - origin.top);
    const node = group(bead, frame);
    make("path", { class: "ribbon", d: `M${x0},${round(a)}${curve(x0, a, x1, c)}L${x1},${round(d)}${curve(x1, d, x0, b)}Z` }, node);
    make("path", { class: "line", d: `M${x0},${round((a + b) / 2)}${curve(x0, (a + b) / 2, x1, (c + d) / 2)}` }, node);
    const doubt = bead.status === "review";
    const label = make("text", { class: doubt ? "" : "more", x: x0 + width / 2, y: round((a + b + c + d) / 4) }, node);
    label.textContent = bead.confidence.toFixed(2).replace(/^0/, "");
  };

  const drawNull = (bead, side, run, near, width) => {
    const origin = near.get(run.svg);
    const y = (run.top + run.bottom) / 2 - origin.top;
    const from = side === "en" ? 0 : width;
    const to = side === "en" ? width * 0.36 : width * 0.64;
    const node = group(bead, run.svg);
    make("path", { class: "line", d: `M${from},${round(y)}L${to},${round(y)}` }, node);
    make("text", { x: to + (side === "en" ? 9 : -9), y: round(y) }, node).textContent = "∅";
  };

  const draw = () => {
    const boxes = new Map();
    const near = new Map([[far, far.getBoundingClientRect()]]);
    const gutters = [...document.querySelectorAll("svg.links")];
    for (const svg of gutters) near.set(svg, svg.getBoundingClientRect());
    const width = gutters.length ? near.get(gutters[0]).width : 0;
    for (const side of ["en", "zh"]) {
      for (const element of segments[side].values()) {
        const { top, bottom } = element.getBoundingClientRect();
        boxes.set(element, { top, bottom, svg: element.closest(".band").querySelector("svg.links") });
      }
    }
    far.replaceChildren();
    for (const svg of gutters) svg.replaceChildren();
    for (const bead of beads) bead.links.length = 0;
    if (!width) return;
    for (const bead of beads) {
      const left = runsOf(bead, "en", boxes);
      const right = runsOf(bead, "zh", boxes);
      for (const run of left) for (const other of right) drawLink(bead, run, other, near, width);
      if (!right.length) for (const run of left) drawNull(bead, "en", run, near, width);
      if (!left.length) for (const run of right) drawNull(bead, "zh", run, near, width);
    }
    light(current, true);
  };

  // ---- showing one bead --------------------------------------------------------------------------
  const describe = (bead) => {
    const kind = bead.en.length && bead.zh.length ? `${bead.en.length}–${bead.zh.length}`
      : bead.en.length ? "English only" : "Chinese only";
    const parts = [`Bead ${bead.at}`, kind, `confidence ${bead.confidence.toFixed(3)}`, `score ${bead.score.toFixed(3)}`];
    if (bead.status !== "auto") parts.push(bead.status === "review" ? "to review" : bead.status);
    if (bead.moved) parts.push("moved");
    return parts.join("  ·  ");
  };

  const light = (index, on) => {
    if (index < 0) return;
    const bead = beads[index];
    for (const node of [...allOf(bead), ...bead.links, strip.children[index]]) if (node) node.classList.toggle("on", on);
  };

  const show = (index) => {
    const wanted = index < 0 ? selected : index;
    if (wanted === current) return;
    light(current, false);
    current = wanted;
    light(current, true);
    tip.hidden = current < 0;
    if (current >= 0) tip.textContent = describe(beads[current]);
  };

  let selected = -1;
  const announce = (index) => {
    const detail = index < 0 ? [] : allOf(beads[index]);
    document.dispatchEvent(new CustomEvent("bead", { detail }));
  };
  const select = (index, jump = false) => {
    announce(index);
    if (index < 0) {
      selected = -1;
      show(-1);
      return;
    }
    const before = document.querySelector('.seg[tabindex="0"]');
    if (before) before.tabIndex = -1;
    selected = index;
    const element = allOf(beads[index])[0];
    element.tabIndex = 0;
    element.focus({ preventScroll: true });
    if (jump) element.scrollIntoView({ block: "center" });
    show(index);
  };

  const beadOf = (node) => {
    const element = node instanceof Element ? node.closest(".seg") : null;
    return element ? Number(element.dataset.bead) : -1;
  };
  main.addEventListener("pointerover", (event) => { if (!event.target.closest("g.link")) show(beadOf(event.target)); });
  main.addEventListener("pointerleave", () => show(-1));
  main.addEventListener("focusin", (event) => {
    const at = beadOf(event.target);
    if (at < 0 || at === selected) return;
    selected = at;
    show(at);
    announce(at);
  });
  main.addEventListener("click", (event) => { if (!event.target.closest("a")) select(beadOf(event.target)); });

  // ---- what is lit on both sides -----------------------------------------------------------------
  const marks = new Map();
  for (const mark of document.querySelectorAll("mark[data-of]")) {
    for (const id of mark.dataset.of.split(" ")) {
      if (!marks.has(id)) marks.set(id, []);
      marks.get(id).push(mark);
    }
  }
  const lit = (event, on) => {
    const mark = event.target instanceof Element ? event.target.closest("mark[data-of]") : null;
    if (mark) for (const id of mark.dataset.of.split(" ")) for (const other of marks.get(id)) other.classList.toggle("lit", on);
  };
  main.addEventListener("pointerover", (event) => lit(event, true));
  main.addEventListener("pointerout", (event) => lit(event, false));
  for (const box of document.querySelectorAll(".lit-choice input")) {
    const apply = () => root.classList.toggle(`${box.value === "word" ? "show" : "hide"}-${box.value}`, box.checked === (box.value === "word"));
    box.addEventListener("change", apply);
    apply();
  }

  // ---- moving about ------------------------------------------------------------------------------
  const wanted = {
    review: (bead) => bead.status === "review",
    null: (bead) => !bead.en.length || !bead.zh.length,
    moved: (bead) => bead.moved,
    any: () => true,
  };
  const go = (kind, step) => {
    for (let count = 1, at = selected; count <= beads.length; count += 1) {
      at = (at + step + (at < 0 && step < 0 ? 1 : 0) + beads.length) % beads.length;
      if (wanted[kind](beads[at])) return select(at, true);
    }
    return undefined;
  };
  const keys = { r: "review", n: "null", m: "moved", j: "any", k: "any" };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, summary")) return;
    const inText = event.target.closest?.(".seg");
    if (event.key === "Escape") select(-1);
    else if (inText && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      go("any", event.key === "ArrowDown" ? 1 : -1);
      event.preventDefault();
    } else if (keys[event.key.toLowerCase()]) {
      const back = event.key === "k" || event.key !== event.key.toLowerCase();
      go(keys[event.key.toLowerCase()], back ? -1 : 1);
    }
  });
  for (const button of document.querySelectorAll("[data-go]")) {
    button.disabled = !beads.some(wanted[button.dataset.go]);
    button.addEventListener("click", () => go(button.dataset.go, 1));
  }
  for (const bead of beads) {
    const cell = document.createElement("i");
    cell.className = bead.classes;
    cell.title = describe(bead);
    strip.append(cell);
  }
  strip.addEventListener("click", (event) => {
    const at = [...strip.children].indexOf(event.target);
    if (at >= 0) select(at, true);
  });

  // ---- when to draw ------------------------------------------------------------------------------
  let waiting = 0;
  const later = () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(draw);
  };
  /* The rules for narrow screens are put by in print: paper is wide enough, whatever the window was. */
  const narrow = [...document.styleSheets[0].cssRules].find((rule) => rule.media?.mediaText.includes("max-width"));
  const narrowWhen = narrow.media.mediaText;
  const printing = (on) => {
    narrow.media.mediaText = on ? "not all" : narrowWhen;
    root.classList.toggle("printing", on);
    draw();
  };
  draw();
  new ResizeObserver(later).observe(main);
  if (document.fonts) document.fonts.ready.then(later);
  window.addEventListener("beforeprint", () => printing(true));
  window.addEventListener("afterprint", () => printing(false));
})();
