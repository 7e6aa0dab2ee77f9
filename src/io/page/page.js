"use strict";
(() => {
  const one = (query, from = document) => from.querySelector(query);
  const all = (query, from = document) => Array.from(from.querySelectorAll(query));
  const words = text => (text ? text.split(" ") : []);
  const id = name => document.getElementById(name);
  const root = document.documentElement;
  root.classList.add("js");

  // The facts, each with its elements.
  const facts = [], byNumber = new Map();
  for (const card of all(".f")) {
    const { d, m, r, k, t, a } = card.dataset;
    const number = card.id.slice(1);
    const claims = all(".c > li", card).map(item =>
      ({ item, source: item.dataset.s, speaker: item.dataset.p, disputes: item.classList.contains("d") }));
    const fact = { number, card, claims, relation: r, kinds: words(k), view: t, modality: m, about: words(a),
      bounds: d ? d.split(" ").map(bound => bound === "-" ? -Infinity : bound === "+" ? Infinity : +bound)
        : [-Infinity, Infinity, Infinity, -Infinity],
      bar: id("b" + number), line: id("g" + number), marks: [], shown: true };
    facts.push(fact);
    byNumber.set(number, fact);
  }
  const marks = all("[data-c]").map(element => {
    const places = words(element.dataset.c);
    const mark = { element, facts: new Set(places.map(place => byNumber.get(place.split(".")[0]))) };
    for (const fact of mark.facts) fact.marks.push(element);
    return mark;
  });
  const notes = all(".n");
  const groups = all(".e").map(element =>
    ({ element, facts: all(".f", element).map(card => byNumber.get(card.id.slice(1))) }));
  const noteFact = note => byNumber.get(note.dataset.n);

  // One of the parts beside the texts is shown; on a narrow screen one of all.
  const panes = all(".pane"), narrow = matchMedia("(max-width:55.99rem)");
  let current = "facts";
  const showPane = name => {
    if (name) current = name;
    const side = current === "texts" && !narrow.matches ? "facts" : current;
    for (const pane of panes) {
      pane.classList.toggle("away", pane.id !== side && (pane.id !== "texts" || narrow.matches));
    }
    for (const link of all("nav a")) {
      if (link.hash === "#" + current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  narrow.addEventListener("change", () => showPane());

  // What the address names is selected everywhere.
  let clicked = null;
  const factsOf = element => {
    const number = element.id.slice(1);
    switch (element.id[0]) {
      case "f": case "b": case "g": return byNumber.has(number) ? [byNumber.get(number)] : [];
      case "e": case "n": return facts.filter(fact => one(`a[href="#e${number}"]`, fact.card));
      case "t": case "r": {
        const of = new Set(words(element.dataset.c).map(place => byNumber.get(place.split(".")[0])));
        return clicked && of.has(clicked) ? [clicked] : [...of];
      }
      default: return [];
    }
  };
  // What the browser had not laid out yet may move an element while it comes into view.
  const into = (element, block, frames = 5) => {
    element.scrollIntoView({ block });
    if (frames) requestAnimationFrame(() => into(element, block, frames - 1));
  };
  const select = () => {
    for (const element of all(".on")) element.classList.remove("on");
    const element = location.hash.length > 1 ? id(location.hash.slice(1)) : null;
    const pane = element && element.closest(".pane");
    const graph = one(".picture");
    if (graph) graph.classList.remove("sel");
    if (!pane) { showPane(); return; }
    if (pane === element) {
      showPane(pane.id);
      clicked = null;
      if (narrow.matches) into(pane, "start");
      pane.focus({ preventScroll: true });
      return;
    }
    const chosen = /^[fbgentr]\d/.test(element.id) ? factsOf(element).filter(Boolean) : [];
    for (let box = element.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    showPane(pane.id === "texts" && !narrow.matches && current !== "texts" ? current : pane.id);
    for (const fact of chosen) {
      for (const part of [fact.card, fact.bar, fact.line, ...fact.marks]) if (part) part.classList.add("on");
    }
    const numbers = new Set(chosen);
    for (const note of notes) if (numbers.has(noteFact(note))) note.classList.add("on");
    if (/^[ne]/.test(element.id)) {
      const node = id("n" + element.id.slice(1));
      if (node) node.classList.add("on");
    }
    if (graph && chosen.some(fact => fact.line)) graph.classList.add("sel");
    if (chosen.length === 1) {
      for (const link of all(".s a[href^='#e']", chosen[0].card)) {
        const node = id("n" + link.hash.slice(2));
        if (node) node.classList.add("on");
      }
    }
    into(element, /^[es]/.test(element.id) ? "start" : "center");
    if (!narrow.matches) {
      const texts = pane.id === "texts";
      const other = texts ? one(".pane:not(.away):not(#texts) .on") : chosen.length < 30 && one("#texts .on[data-c]");
      if (other) into(other, "center");
    }
    if (!element.hasAttribute("href") && !element.hasAttribute("tabindex")) element.tabIndex = -1;
    element.focus({ preventScroll: true });
    clicked = null;
  };
  addEventListener("hashchange", select);
  document.addEventListener("click", event => {
    const link = event.target.closest("a[href^='#']");
    if (link) {
      const card = link.classList.contains("w") && link.closest(".f");
      clicked = card ? byNumber.get(card.id.slice(1)) : null;
      if (link.hash === location.hash) select();
      return;
    }
    const mark = event.target.closest("mark");
    if (!mark || String(getSelection())) return;
    const of = factsOf(mark);
    const target = of.length === 1 || narrow.matches ? "#f" + of[0].number : "#" + mark.id;
    if (target === location.hash) select(); else location.hash = target;
  });
  document.addEventListener("keydown", event => {
    if (event.key === "Escape" && location.hash) {
      history.pushState(null, "", "#");
      select();
    }
  });

  // A day. The four bounds of a time answer as `When::holds_on` does.
  const axisOf = name => words(id("timeline").dataset[name]).map(Number);
  const days = axisOf("days"), places = axisOf("at");
  const chart = one(".chart"), axis = days.length ? one(".axis") : null, cursor = document.createElement("div");
  cursor.className = "cursor";
  let day = null;
  const iso = number => new Date(number * 864e5).toISOString().slice(0, -14);
  const bound = ({ modality }) => !modality ? "y" : modality === "planned" || modality === "hypothetical" ? "p" : "n";
  const truth = fact => {
    if (day === null) return fact.view;
    const [first, last, from, to] = fact.bounds;
    if (day < first || day > last || bound(fact) === "n") return "n";
    return from <= day && day <= to && bound(fact) === "y" ? "y" : "p";
  };
  const placeOf = morning => {
    const number = morning + .5;
    const next = days.findIndex(known => known > number);
    if (next === 0) return places[0] / 2;
    if (next < 0) return (places[places.length - 1] + 100) / 2;
    const part = (number - days[next - 1]) / (days[next] - days[next - 1]);
    return places[next - 1] + part * (places[next] - places[next - 1]);
  };
  const dayAt = place => {
    const next = places.findIndex(known => known > place);
    if (next === 0) return days[0] - 1;
    if (next < 0) return days[days.length - 1];
    const part = (place - places[next - 1]) / (places[next] - places[next - 1]);
    return Math.min(days[next] - 1, Math.floor(days[next - 1] + part * (days[next] - days[next - 1])));
  };
  const pick = id("day"), setDay = number => {
    day = number;
    const text = number === null ? "" : iso(number);
    pick.value = /^\d{4}-/.test(text) ? text : "";
    if (chart && number !== null) {
      cursor.style.left = placeOf(number) + "%";
      chart.append(cursor);
    } else cursor.remove();
    if (axis) {
      axis.setAttribute("aria-valuenow", number === null ? days[0] - 1 : number);
      axis.setAttribute("aria-valuetext", number === null ? "no day" : text);
    }
    apply();
  };
  const say = (fact, text, kind) => {
    if (!fact.note) {
      if (!text) return;
      fact.note = document.createElement("span");
      one(".s", fact.card).append(" ", fact.note);
    }
    fact.note.textContent = text;
    fact.note.className = "sign " + kind;
  };

  // Sources left out, as `View::without_sources` leaves them out.
  const switches = all("#without input");
  const outside = () => {
    const out = new Set(switches.filter(box => box.checked).map(box => box.value));
    for (let count = -1; count !== out.size;) {
      count = out.size;
      for (const box of switches) if (out.has(box.dataset.base)) out.add(box.value);
    }
    return out;
  };
  const falling = out => {
    const known = new Map();
    const falls = fact => {
      if (!fact || !out.size) return false;
      if (!known.has(fact)) {
        known.set(fact, false);
        const support = fact.claims.filter(claim => !claim.disputes);
        known.set(fact, support.length > 0 && support.every(claim => out.has(claim.source))
          || fact.about.some(number => falls(byNumber.get(number))));
      }
      return known.get(fact);
    };
    return falls;
  };

  // The filters.
  const fold = text => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ");
  const names = ["kind", "relation", "source", "speaker", "certainty"];
  const value = name => (id(name) || {}).value || "";
  const total = facts.length;
  const apply = () => {
    const [kind, relation, source, speaker, certainty] = names.map(value);
    const asked = fold(id("find").value.trim());
    const out = outside(), falls = falling(out);
    const counts = { y: 0, p: 0 };
    let shown = 0;
    for (const fact of facts) {
      const holds = truth(fact);
      const cited = fact.claims.filter(claim => !out.has(claim.source));
      if (asked && fact.text === undefined) fact.text = fold(fact.card.textContent);
      fact.shown = !falls(fact)
        && (!kind || fact.kinds.includes(kind)) && (!relation || fact.relation === relation)
        && (!source || cited.some(claim => claim.source === source))
        && (!speaker || cited.some(claim => claim.speaker === speaker))
        && (!certainty || holds === certainty) && (!asked || fact.text.includes(asked));
      if (fact.shown) {
        shown += 1;
        if (holds in counts) counts[holds] += 1;
      }
      const off = day !== null && holds === "n";
      for (const part of [fact.card, fact.bar, fact.line]) {
        if (part) {
          if (part.hasAttribute("hidden") === fact.shown) part.toggleAttribute("hidden", !fact.shown);
          part.classList.toggle("off", off);
        }
      }
      const [sign, look] = off ? ["✕ not", "not"] : holds === "p" ? ["? possible", "may"] : ["✓", ""];
      say(fact, day === null ? "" : `${sign} on ${iso(day)}`, look);
      for (const claim of fact.claims) claim.item.classList.toggle("gone", out.has(claim.source));
      if (out.size || fact.cut) {
        fact.cut = out.size > 0;
        const disputed = one(".s > .dis", fact.card);
        if (disputed) disputed.hidden = !cited.some(claim => claim.disputes);
        for (const sign of all(".s > .out", fact.card)) {
          const other = one("a", sign);
          sign.hidden = Boolean(other) && falls(byNumber.get(other.hash.slice(2)));
        }
      }
    }
    const cites = fact => fact && fact.shown && !fact.card.classList.contains("off");
    for (const mark of marks) mark.element.classList.toggle("mute", ![...mark.facts].some(cites));
    for (const note of notes) {
      const fact = noteFact(note);
      // Its place stays, so that the text need not be laid out again.
      if (fact) note.classList.toggle("gone", !fact.shown);
    }
    for (const group of groups) group.element.hidden = shown < total && !group.facts.some(fact => fact.shown);
    const some = shown === total ? `${total} facts` : `${shown} of ${total} facts`;
    id("count").textContent = day === null ? some
      : `${some}; on ${iso(day)}: ${counts.y} certain, ${counts.p} possible`;
  };
  for (const control of all("#tools input, #tools select")) {
    if (control !== pick) control.addEventListener("input", apply);
  }
  pick.addEventListener("input", () => setDay(pick.value ? Math.floor(Date.parse(pick.value) / 864e5) : null));
  const step = ahead => {
    const from = day === null ? (ahead ? -Infinity : Infinity) : day;
    const next = ahead ? days.find(known => known > from) : days.filter(known => known < from).pop();
    if (next !== undefined) setDay(next);
  };
  id("back").addEventListener("click", () => step(false));
  id("forth").addEventListener("click", () => step(true));
  id("clear").addEventListener("click", () => {
    for (const control of all("#tools input:not([type=checkbox]), #tools select")) control.value = "";
    for (const box of switches) box.checked = false;
    setDay(null);
  });
  // Every day that a click on the axis picks, by keys too.
  if (axis) {
    const first = days[0] - 1, last = days[days.length - 1];
    const slider = { tabindex: 0, role: "slider", "aria-label": "Day", "aria-valuemin": first, "aria-valuemax": last };
    for (const name in slider) axis.setAttribute(name, slider[name]);
    const by = amount => {
      if (day === null) setDay(amount < 0 ? last : first);
      else setDay(Math.max(first, Math.min(last, day + amount)));
    };
    const keys = { ArrowRight: () => by(1), ArrowUp: () => by(1), ArrowLeft: () => by(-1), ArrowDown: () => by(-1),
      PageUp: () => step(true), PageDown: () => step(false), Home: () => setDay(first), End: () => setDay(last) };
    axis.addEventListener("keydown", event => {
      if (!Object.hasOwn(keys, event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      keys[event.key]();
    });
    axis.addEventListener("click", event => {
      const box = axis.getBoundingClientRect();
      setDay(dayAt((event.clientX - box.left) / box.width * 100));
    });
  }
  addEventListener("beforeprint", () => { for (const box of all("main details")) box.open = true; });

  id("tools").hidden = false;
  showPane();
  setDay(null);
  if (location.hash) select();
})();
