"use strict";
(() => {
  const root = document.documentElement;
  const cards = [...document.querySelectorAll(".card")].map((element) => ({
    element,
    text: element.textContent.toLowerCase(),
    findings: [...element.querySelectorAll(".finding")],
  }));
  const search = document.getElementById("search");
  const shown = document.getElementById("shown");
  const boxes = [...document.querySelectorAll(".tile input, .rule input")];
  const marks = new Map();
  let current = null;

  root.classList.add("js");
  for (const mark of document.querySelectorAll("mark[data-of]")) {
    for (const id of mark.dataset.of.split(" ")) {
      if (!marks.has(id)) marks.set(id, []);
      marks.get(id).push(mark);
    }
  }

  // ---- filters -----------------------------------------------------------------------------------
  const visible = () => cards.flatMap((card) => card.findings).filter((finding) => !finding.hidden);
  const apply = () => {
    const off = new Set(boxes.filter((box) => !box.checked).map((box) => `${box.name}:${box.value}`));
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const card of cards) {
      const found = words.every((word) => card.text.includes(word));
      let any = false;
      for (const finding of card.findings) {
        const { rule, severity } = finding.dataset;
        finding.hidden = !found || off.has(`rule:${rule}`) || off.has(`severity:${severity}`);
        any ||= !finding.hidden;
      }
      card.element.hidden = !any;
    }
    const count = visible().length;
    const all = cards.reduce((sum, card) => sum + card.findings.length, 0);
    const noun = all === 1 ? "finding" : "findings";
    shown.textContent = count === all ? `${all} ${noun}` : `${count} of ${all} ${noun}`;
    if (current && current.hidden) select(null);
  };
  for (const box of boxes) box.addEventListener("change", apply);
  search.addEventListener("input", apply);
  const showAll = () => {
    for (const box of boxes) box.checked = true;
    search.value = "";
    apply();
  };
  document.getElementById("all").addEventListener("click", showAll);
  for (const label of document.querySelectorAll(".rule, .tile")) {
    label.addEventListener("dblclick", (event) => {
      const own = label.querySelector("input");
      for (const box of boxes) if (box.name === own.name) box.checked = box === own;
      apply();
      event.preventDefault();
    });
  }

  // ---- one finding -------------------------------------------------------------------------------
  const light = (finding, on) => {
    if (finding) for (const mark of marks.get(finding.dataset.number) ?? []) mark.classList.toggle("lit", on);
  };
  function select(finding, jump = false) {
    if (current) {
      current.classList.remove("on");
      light(current, false);
    }
    current = finding;
    if (!finding) return;
    finding.classList.add("on");
    light(finding, true);
    finding.focus({ preventScroll: true });
    if (jump) finding.closest(".card").scrollIntoView({ block: "center", behavior: "instant" });
  }
  const step = (by) => {
    const list = visible();
    if (!list.length) return;
    const at = list.indexOf(current);
    select(list[at < 0 ? (by > 0 ? 0 : list.length - 1) : (at + by + list.length) % list.length], true);
  };
  for (const finding of cards.flatMap((card) => card.findings)) {
    finding.tabIndex = -1;
    finding.addEventListener("pointerenter", () => light(finding, true));
    finding.addEventListener("pointerleave", () => { if (finding !== current) light(finding, false); });
    finding.addEventListener("click", (event) => { if (!event.target.closest("button")) select(finding); });
  }
  for (const [id, list] of marks) {
    for (const mark of list) {
      mark.addEventListener("click", () => select(document.querySelector(`.finding[data-number="${id}"]`)));
    }
  }

  // ---- copying -----------------------------------------------------------------------------------
  const byHand = (text) => {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  };
  const copy = async (button) => {
    const text = button.dataset.copy;
    let done = false;
    try {
      await navigator.clipboard.writeText(text);
      done = true;
    } catch {
      done = byHand(text);
    }
    const label = button.textContent;
    button.textContent = done ? "Copied" : "Select and copy by hand";
    setTimeout(() => { button.textContent = label; }, 1400);
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (button) copy(button);
  });

  // ---- keys --------------------------------------------------------------------------------------
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      search.blur();
      showAll();
      return;
    }
    if (event.target.closest?.("input[type=search]")) return;
    if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
    else if (event.key === "c") current?.querySelector("[data-copy]")?.click();
    else if (event.key === "/") {
      search.focus();
      event.preventDefault();
    }
  });
  for (const button of document.querySelectorAll("[data-step]")) {
    button.addEventListener("click", () => step(Number(button.dataset.step)));
  }
  apply();
  const wanted = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (wanted && wanted.classList.contains("finding")) select(wanted, true);
})();
