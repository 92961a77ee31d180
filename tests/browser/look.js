// What axe doesn't report (WCAG 1.4.11, 2.5.8, 1.4.10, 2.4.7, 2.4.11). Loaded into each page that
// tests/browser/test_look.py looks at; each check returns sentences, none when all is well.
(() => {
  const name = (part) => {
    const words = part.getAttribute("aria-label") || part.textContent.trim() || part.name || "";
    return `<${part.localName}${part.className ? ` class="${part.className}"` : ""}> “${words.slice(0, 40)}”`;
  };
  const shown = (part) =>
    part.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
    !part.closest(".visually-hidden, .skip-link");

  const channels = (colour) => {
    const [red, green, blue, alpha = 1] = colour.match(/[\d.]+/g).map(Number);
    return { rgb: [red, green, blue], alpha };
  };
  const luminance = ({ rgb }) => {
    const [red, green, blue] = rgb.map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const behind = (part) => {
    for (let around = part; around; around = around.parentElement) {
      const ground = channels(getComputedStyle(around).backgroundColor);
      if (ground.alpha === 1) return ground;
    }
    return channels("rgb(255, 255, 255)");
  };

  const FIELDS = "input:not([type=hidden], [type=checkbox], [type=radio]), select, textarea";

  function faintFields() {
    return [...document.querySelectorAll(FIELDS)].filter(shown).flatMap((field) => {
      const style = getComputedStyle(field);
      const outside = behind(field.parentElement);
      const edge = contrast(channels(style.borderTopColor), outside);
      const ground = contrast(behind(field), outside);
      const best = Math.max(parseFloat(style.borderTopWidth) >= 1 ? edge : 1, ground);
      return best >= 3 ? [] : [`${name(field)}: its border has a contrast of ${best.toFixed(2)}`];
    });
  }

  const TARGETS = "a[href], button, input:not([type=hidden]), select, textarea, summary";

  // A link in a sentence is as high as its line (WCAG 2.5.8 excepts it).
  const inSentence = (part) =>
    getComputedStyle(part).display === "inline" &&
    [...part.parentElement.childNodes].some(
      (node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim(),
    );

  function smallTargets() {
    return [...document.querySelectorAll(TARGETS)].filter(shown).flatMap((part) => {
      if (inSentence(part)) return [];
      const label = part.matches("[type=checkbox], [type=radio]") && part.closest("label");
      const { width, height } = (label || part).getBoundingClientRect();
      // Half a pixel less is rounding.
      if (width >= 23.5 && height >= 23.5) return [];
      return [`${name(part)} is ${Math.round(width)} × ${Math.round(height)} px`];
    });
  }

  function overflow() {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    const wide = [...document.body.querySelectorAll("*")].filter(
      (part) => part.getBoundingClientRect().right > room + 0.5 && shown(part),
    );
    return [`wider than ${room} px: ${wide.slice(-3).map(name).join(", ") || "the page"}`];
  }

  const isOver = (part) => {
    for (let around = part; around; around = around.parentElement) {
      if (["sticky", "fixed"].includes(getComputedStyle(around).position)) return around;
    }
    return null;
  };

  function hidden(part) {
    const { left, right, top, bottom } = part.getBoundingClientRect();
    const points = [0.5, 0.1, 0.9].flatMap((x) =>
      [0.5, 0.1, 0.9].map((y) => [left + (right - left) * x, top + (bottom - top) * y]),
    );
    const seen = points.map(([x, y]) => document.elementFromPoint(x, y)).filter(Boolean);
    if (!seen.length) return "is out of sight";
    const bars = seen.map(isOver).filter((bar) => bar && !bar.contains(part));
    return bars.length === seen.length ? `is hidden behind ${name(bars[0])}` : "";
  }

  // Where the Tab key has led: what is wrong there, or null at the page's end.
  function focusStop() {
    const part = document.activeElement;
    if (!part || part === document.body) return null;
    const style = getComputedStyle(part);
    const wrong = [];
    if (parseFloat(style.outlineWidth) < 3 || style.outlineStyle === "none") {
      wrong.push(`${name(part)} shows no focus`);
    } else if (contrast(channels(style.outlineColor), behind(part.parentElement)) < 3) {
      wrong.push(`${name(part)}: its focus outline is faint`);
    }
    const where = hidden(part);
    if (where) wrong.push(`${name(part)} ${where}`);
    return wrong;
  }

  const LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

  // All rules, or those about colours alone: a theme changes nothing else (test_tokens.py).
  async function axeFindings(onlyColours) {
    const colours = globalThis.axe.getRules(LEVELS).filter(
      ({ tags }) => tags.includes("cat.color") && !tags.includes("experimental"),
    );
    const runOnly = onlyColours
      ? { type: "rule", values: colours.map(({ ruleId }) => ruleId) }
      : { type: "tag", values: LEVELS };
    // Fetching the style sheets again takes a fifth of the time, for a rule that isn't of WCAG 2.2.
    const found = await globalThis.axe.run({ runOnly, resultTypes: ["violations"], preload: false });
    return found.violations.flatMap(({ id, help, nodes }) =>
      nodes.map((node) => `${id} (${help}): ${node.target.join(" ")} ${node.failureSummary}`),
    );
  }

  // What repeats itself, row by row, is looked at six times and no more: axe is slow.
  function shorten() {
    for (const rest of document.querySelectorAll("tbody > :nth-child(n + 7), main section:nth-of-type(n + 9)")) {
      rest.remove();
    }
  }

  globalThis.look = { shorten, faintFields, smallTargets, overflow, focusStop, axeFindings };
})();
