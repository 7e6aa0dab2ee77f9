// Opens pages in Chromium and compares what the browser makes of them with the records: `node check.mjs FOLDER
// [SHOTS]`.
//
// The folder has `report.html`, `signs.html`, `hostile.html` and `large.html`, each with a dossier in it. Into SHOTS go
// screenshots. Needs puppeteer-core and axe-core, and Chromium at /usr/bin/chromium or where CHROMIUM says.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import path from "node:path";
import puppeteer from "puppeteer-core";

const [folder, shots] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const faults = [];
const demand = (is, what) => { if (!is) faults.push(what); };

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
  // Large pages take long where other programs run beside.
  protocolTimeout: 600_000,
});

// A tab with a page in it. Every request but that for the page itself is a fault, and so is every script that runs
// and is not ours, every dialog and every error.
const open = async (name, { scripts = true, scheme = "light", width = 1440, height = 900 } = {}) => {
  const tab = await browser.newPage();
  const url = pathToFileURL(path.join(folder, name)).href;
  await tab.setViewport({ width, height });
  await tab.setJavaScriptEnabled(scripts);
  await tab.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  // The browser draws the button of a date from an image of its own, in a `data:` address.
  const own = asked => asked.split("#")[0] === url || asked.startsWith("data:image/svg+xml");
  tab.on("request", request => demand(own(request.url()), `${name} asks for ${request.url()}`));
  tab.on("dialog", dialog => { faults.push(`${name} opens a dialog`); dialog.dismiss(); });
  tab.on("pageerror", error => faults.push(`${name}: ${error.message}`));
  tab.on("console", message => { if (message.type() === "error") faults.push(`${name}: ${message.text()}`); });
  await tab.goto(url, { timeout: 300_000 });
  return tab;
};

// The quotes of the dossier, each beside the characters of the text that its marks cover: as DOM ranges see them.
const quotes = () => {
  const dossier = JSON.parse(document.getElementById("dossier").textContent);
  const count = node => Array.from(node.textContent).length;
  const length = node => {
    // A character that is shown as an escape is an element of its own.
    let sum = 0;
    for (const child of node.childNodes) {
      if (child.nodeType === 3) sum += count(child);
      else if (child.className === "x") sum += 1;
      else sum += length(child);
    }
    return sum;
  };
  const wrong = [];
  let checked = 0;
  dossier.facts.forEach((fact, f) => (fact.claims || []).forEach((claim, c) => {
    const source = dossier.sources.findIndex(known => known.key === claim.source);
    const text = document.querySelector(`#s${source} .text`);
    if (!claim.quote || !text) return;
    [claim.quote, ...(claim.quote.more || [])].forEach((passage, p) => {
      const place = `${f + 1}.${c}.${p}`;
      const marks = Array.from(text.querySelectorAll("mark")).filter(mark => mark.dataset.c.split(" ").includes(place));
      const before = document.createRange();
      before.setStart(text, 0);
      before.setEndBefore(marks[0]);
      const start = length(before.cloneContents());
      const whole = document.createRange();
      whole.setStartBefore(marks[0]);
      whole.setEndAfter(marks[marks.length - 1]);
      const end = start + length(whole.cloneContents());
      const covered = marks.reduce((sum, mark) => sum + length(mark), 0);
      checked += 1;
      if (start !== passage.range[0] || end !== passage.range[1] || covered !== end - start) {
        wrong.push(`${place}: ${start} to ${end}, of which ${covered}; expected ${passage.range}`);
      }
      const escapes = whole.cloneContents().querySelector(".x");
      if (!escapes && passage.words !== undefined && whole.toString() !== passage.words) {
        wrong.push(`${place}: ${JSON.stringify(whole.toString())}; expected ${JSON.stringify(passage.words)}`);
      }
    });
  }));
  return { wrong, checked };
};

const exact = async name => {
  const tab = await open(name);
  const { wrong, checked } = await tab.evaluate(quotes);
  demand(!wrong.length, `${name}: ${wrong.length} quotes are elsewhere, such as ${wrong[0]}`);
  demand(checked > 0, `${name}: no quote was checked`);
  console.log(`${name}: ${checked} passages at exactly their characters`);
  await tab.close();
};

// Each fact and entity by one click in the text, and back by the browser's own way.
const reachable = async name => {
  const tab = await open(name);
  const missed = await tab.evaluate(async () => {
    const missed = [];
    const once = () => new Promise(done => addEventListener("hashchange", () => setTimeout(done), { once: true }));
    const seen = element => element && element.checkVisibility();
    const targets = new Map();
    for (const link of document.querySelectorAll("#texts a[href^='#f'], #texts a[href^='#e']")) {
      if (!targets.has(link.hash)) targets.set(link.hash, link);
    }
    for (const [hash, link] of targets) {
      const there = once();
      link.click();
      await there;
      await new Promise(done => setTimeout(done, 120));
      const target = document.querySelector(hash);
      if (!seen(target)) missed.push(`${hash} is not shown`);
      const box = target.getBoundingClientRect();
      if (box.bottom < 0 || box.top > innerHeight) missed.push(`${hash} is not on the screen`);
      // A fact leads back to its words.
      const back = hash[1] === "f" && target.querySelector("a.w");
      if (back) {
        const here = once();
        back.click();
        await here;
        if (!seen(document.querySelector(back.hash))) missed.push(`${back.hash} is not shown`);
        const again = once();
        history.back();
        await again;
      }
      const away = once();
      history.back();
      await away;
    }
    const dossier = JSON.parse(document.getElementById("dossier").textContent);
    const cited = dossier.facts.map((fact, n) => (fact.claims || []).some(claim => claim.quote) ? `#f${n + 1}` : null);
    for (const hash of cited.filter(Boolean)) if (!targets.has(hash)) missed.push(`${hash} is not a link of the text`);
    const entities = document.querySelectorAll("details.e[id]").length;
    const reached = [...targets.keys()].filter(hash => hash[1] === "e").length;
    return { missed, facts: targets.size - reached, reached, entities };
  });
  demand(!missed.missed.length, `${name}: ${missed.missed.slice(0, 5).join("; ")}`);
  const { facts, reached, entities } = missed;
  console.log(`${name}: by one click and back ${facts} facts and ${reached} of ${entities} entities`);
  await tab.close();
};

// No element that a template does not have, and no script but ours.
const harmless = async name => {
  for (const scripts of [true, false]) {
    const tab = await open(name, { scripts });
    const client = await tab.createCDPSession();
    const { root } = await client.send("DOM.getDocument", { depth: -1 });
    const allowed = new Set(("a article bdi body br button code dd details div dl dt fieldset h1 h2 h3 head header html i "
      + "input label legend li main mark meta nav ol option output p q script section select span style "
      + "summary title ul svg g rect line circle path text tspan defs pattern marker").split(" "));
    const found = [], events = [];
    let scriptsFound = 0;
    const walk = node => {
      const name = node.localName;
      if (name) {
        if (!allowed.has(name)) found.push(name);
        if (name === "script") scriptsFound += 1;
        const attributes = node.attributes || [];
        for (let n = 0; n < attributes.length; n += 2) {
          // The script of the page moves the line of the day.
          if (scripts && attributes[n] === "style") continue;
          if (/^on|^src|^style$|^formaction$/.test(attributes[n])) events.push(attributes[n]);
        }
      }
      const shadows = (node.shadowRoots || []).filter(root => root.shadowRootType === "open");
      for (const child of [...(node.children || []), ...shadows]) walk(child);
    };
    walk(root);
    demand(!found.length && !events.length, `${name}: elements ${found.slice(0, 5)}, attributes ${events.slice(0, 5)}`);
    demand(scriptsFound === 2, `${name}: ${scriptsFound} scripts`);
    await tab.close();
  }
  console.log(`${name}: no element and no attribute beyond the template's`);
};

const accessible = async (name, options) => {
  const tab = await open(name, options);
  for (const part of ["texts", "facts", "timeline", "graph"]) {
    await tab.evaluate(part => { location.hash = part; }, part);
    await tab.evaluate(() => { document.getElementById("more").open = true; });
    if (part === "timeline") await tab.click("#forth");
    const client = await tab.createCDPSession();
    // The policy of the page lets no script in; the debugger may.
    await client.send("Runtime.evaluate", { expression: axe });
    const violations = await tab.evaluate(async () => (await globalThis.axe.run()).violations.map(found => {
      const nodes = found.nodes.slice(0, 2).map(node => `${node.html.slice(0, 120)} ${node.failureSummary}`);
      return `${found.impact} ${found.id}: ${nodes.join(" / ")}`;
    }));
    const grave = violations.filter(found => /^(serious|critical)/.test(found));
    demand(!grave.length, `${name}, ${part}, ${JSON.stringify(options)}: ${grave.join("\n  ")}`);
    for (const found of violations.filter(found => !grave.includes(found))) console.log(`  ${part}: ${found}`);
  }
  console.log(`${name} ${JSON.stringify(options)}: no serious finding of axe-core`);
  await tab.close();
};

// Everything that the mouse does, by keys.
const byKeys = async name => {
  const tab = await open(name);
  const press = async (...keys) => {
    for (const key of keys) await tab.keyboard.press(key);
    // An address takes effect after the key.
    await tab.evaluate(() => new Promise(done => setTimeout(done, 50)));
  };
  const at = selector => tab.focus(selector);
  const shown = () => tab.evaluate(() => document.querySelectorAll(".f:not([hidden])").length);
  const active = () => tab.evaluate(() => document.activeElement.id);
  const all = await shown();
  // The first stop leads past the controls.
  await press("Tab", "Enter");
  demand(await active() === "facts", `${name}: the first link leads to ${await active()}`);
  await at("#find");
  await tab.keyboard.type("norland");
  demand(await shown() < all, `${name}: a search shows all`);
  await at("#clear");
  await press("Enter");
  demand(await shown() === all, `${name}: after clearing, some are hidden`);
  for (const control of ["relation", "kind", "source", "certainty"]) {
    await tab.evaluate(() => { document.getElementById("more").open = false; });
    await at("#more summary");
    await press("Enter");
    await at("#" + control);
    await press("ArrowDown");
    demand(await shown() < all, `${name}: the filter ${control} does not filter by keys`);
    await at("#clear");
    await press("Space");
  }
  await at("#without input");
  await press("Space");
  demand(await shown() < all, `${name}: leaving out a source hides nothing`);
  await press("Space");
  await at("#forth");
  await press("Enter");
  const count = () => tab.evaluate(() => document.getElementById("count").textContent);
  demand(/ on -?\d/.test(await count()), `${name}: no day is picked by keys`);
  await at("#clear");
  await press("Enter");
  await at("nav a[href='#timeline']");
  await press("Enter");
  // The axis is a slider: the keys pick every day that a click picks.
  await at(".axis");
  const picked = () => tab.evaluate(() => {
    const axis = document.querySelector(".axis");
    const [now, least, most] = ["now", "min", "max"].map(name => +axis.getAttribute("aria-value" + name));
    const count = document.getElementById("count").textContent;
    return { now, least, most, text: axis.getAttribute("aria-valuetext"), count };
  });
  demand((await picked()).text === "no day", `${name}: the axis has a day before one is picked`);
  await press("Home");
  const first = await picked();
  demand(first.now === first.least && first.count.includes(` on ${first.text}: `), `${name}: Home picks ${first.text}`);
  await press("ArrowRight", "ArrowRight", "ArrowLeft");
  const second = await picked();
  const later = new Date((first.least + 1) * 864e5).toISOString().slice(0, -14);
  demand(second.now === first.now + 1 && second.text === later, `${name}: ArrowRight leads to ${second.text}`);
  await press("PageUp");
  const change = await picked();
  demand(change.now > second.now, `${name}: Page Up leads to ${change.text}`);
  await press("PageDown");
  demand((await picked()).now < change.now, `${name}: Page Down leads to ${(await picked()).text}`);
  await press("End", "ArrowRight");
  const last = await picked();
  demand(last.now === last.most, `${name}: beyond the end is ${last.text}`);
  const box = await tab.evaluate(() => {
    const { left, top, width, height } = document.querySelector(".axis").getBoundingClientRect();
    return { left, top, width, height };
  });
  for (const part of [.001, .3, .7, .999]) {
    await tab.mouse.click(box.left + part * box.width, box.top + box.height / 2);
    const { now, text } = await picked();
    demand(first.least <= now && now <= last.most, `${name}: a click picks ${text}, which no key reaches`);
  }
  await at("#clear");
  await press("Enter");
  for (const part of ["timeline", "graph", "facts", "texts"]) {
    await at(`nav a[href='#${part}']`);
    await press("Enter");
    const visible = await tab.evaluate(part => document.getElementById(part).checkVisibility(), part);
    demand(visible, `${name}: ${part} is not shown`);
  }
  // The element that has the focus, once it is one of these.
  const arrives = async at => {
    await tab.waitForFunction(at => new RegExp(at).test(document.activeElement.id), { timeout: 5000 }, at).catch(() => {});
    return active();
  };
  await at("#texts .n");
  await press("Enter");
  const fact = await arrives("^f\\d");
  demand(/^f\d/.test(fact), `${name}: a number in the text leads to ${fact}`);
  await press("Tab");
  await tab.evaluate(fact => document.querySelector(`[id="${fact}"] a.w`)?.focus(), fact);
  await press("Enter");
  const there = await arrives("^[tr]\\d");
  demand(/^[tr]\d/.test(there), `${name}: the words of a fact lead to ${there}`);
  await press("Escape");
  demand(await tab.evaluate(() => !document.querySelector(".on")), `${name}: Escape leaves a selection`);
  const stops = await tab.evaluate(() => {
    const controls = document.querySelectorAll("a[href], button, input, select, summary, .axis");
    return Array.from(controls).every(element => element.tabIndex >= 0);
  });
  demand(stops, `${name}: some control cannot be reached by keys`);
  console.log(`${name}: every action by keys`);
  await tab.close();
};

// A day and the sources left out, against answers of the library.
const answers = async name => {
  const asked = JSON.parse(readFileSync(path.join(folder, name.replace(".html", ".answers.json")), "utf8"));
  const tab = await open(name);
  for (const { day, certain, possible } of asked.days) {
    const found = await tab.evaluate(day => {
      const pick = document.getElementById("day");
      pick.value = day;
      pick.dispatchEvent(new Event("input"));
      return document.getElementById("count").textContent;
    }, day);
    const wanted = `: ${certain} certain, ${possible} possible`;
    demand(found.endsWith(wanted), `${name} on ${day}: ${found}; expected ${wanted}`);
  }
  await tab.click("#clear");
  for (const { source, facts } of asked.without) {
    const found = await tab.evaluate(source => {
      const box = document.querySelector(`#without input[value="${source}"]`);
      box.click();
      const shown = document.querySelectorAll(".f:not([hidden])").length;
      box.click();
      return shown;
    }, source);
    demand(found === facts, `${name} without source ${source}: ${found} facts; expected ${facts}`);
  }
  const { days, without } = asked;
  console.log(`${name}: ${days.length} days and ${without.length} sources left out answer as the library does`);
  await tab.close();
};

// No name in the graph lies on another.
const apart = async name => {
  const tab = await open(name);
  await tab.evaluate(() => { location.hash = "graph"; });
  const { names, on, size } = await tab.evaluate(() => {
    const boxes = Array.from(document.querySelectorAll(".node text"), text => text.getBBox());
    const matrices = Array.from(document.querySelectorAll(".node g"), group => group.transform.baseVal[0].matrix);
    const placed = boxes.map(({ x, y, width, height }, n) => {
      const { e, f } = matrices[n];
      return [x + e + 1, y + f + 1, x + e + width - 1, y + f + height - 1];
    });
    let on = 0;
    placed.forEach((a, n) => placed.slice(n + 1).forEach(b => {
      if (a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]) on += 1;
    }));
    const { width, height } = document.querySelector(".picture > svg").viewBox.baseVal;
    return { names: placed.length, on, size: `${width} x ${height}` };
  });
  demand(!on, `${name}: ${on} names of the graph lie on others`);
  console.log(`${name}: ${names} names in a graph of ${size}, ${on} on others`);
  await tab.close();
};

const fast = async name => {
  const tab = await open(name);
  const paint = await tab.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime);
  const filter = await tab.evaluate(async () => {
    const times = [];
    for (const [control, value] of [["relation", "0"], ["relation", ""], ["find", "a1"], ["find", ""]]) {
      const from = performance.now();
      const element = document.getElementById(control);
      element.value = value;
      element.dispatchEvent(new Event("input"));
      document.body.getBoundingClientRect();
      times.push(performance.now() - from);
    }
    return times;
  });
  const took = filter.map(Math.round).join(", ");
  console.log(`${name}: first paint after ${Math.round(paint)} ms; filters take ${took} ms`);
  await tab.close();
};

const pictures = async () => {
  const sizes = { wide: [1920, 1080], desk: [1366, 768], tablet: [820, 1180], phone: [390, 844] };
  for (const name of ["report", "signs"]) {
    for (const [size, [width, height]] of Object.entries(sizes)) {
      for (const scheme of ["light", "dark"]) {
        const tab = await open(`${name}.html`, { width, height, scheme });
        for (const part of ["f1", "timeline", "graph", "texts"]) {
          await tab.evaluate(part => { location.hash = part; }, part);
          await new Promise(done => setTimeout(done, 100));
          await tab.screenshot({ path: path.join(shots, `${name}-${size}-${scheme}-${part}.png`) });
        }
        await tab.close();
      }
    }
  }
};

for (const name of ["report.html", "signs.html", "hostile.html"]) await exact(name);
for (const name of ["report.html", "signs.html"]) await reachable(name);
for (const name of ["report.html", "hostile.html"]) await harmless(name);
for (const scheme of ["light", "dark"]) {
  await accessible("report.html", { scheme });
  await accessible("signs.html", { scheme });
}
await accessible("signs.html", { width: 390, height: 844 });
await byKeys("signs.html");
for (const name of ["report.html", "signs.html"]) await answers(name);
for (const name of ["report.html", "signs.html", "large.html"]) await apart(name);
await fast("large.html");
if (shots) await pictures();
await browser.close();
for (const fault of faults) console.log(`FAULT ${fault}`);
process.exit(faults.length ? 1 : 0);
