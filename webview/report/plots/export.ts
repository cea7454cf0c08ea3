const namespace = "http://www.w3.org/2000/svg";
const labelWidth = 260;
const gap = 8;

/** Plots under each other with their names, as one SVG that needs no style sheet. Undefined when there is none. */
export function composeSvg(places: readonly HTMLElement[]): string | undefined {
  const drawings = places.flatMap((place) => {
    const svg = place.querySelector("svg");
    return svg ? [{ label: place.dataset.label ?? "", svg }] : [];
  });
  if (drawings.length === 0) return undefined;
  const { color, fontFamily, backgroundColor } = getComputedStyle(document.body);
  const whole = document.createElementNS(namespace, "svg");
  let [top, width] = [gap, 0];
  for (const { label, svg } of drawings) {
    const copy = withoutVariables(svg);
    const [own, height] = [Number(svg.getAttribute("width")), Number(svg.getAttribute("height"))];
    const isSmall = height < 60;
    const text = document.createElementNS(namespace, "text");
    text.textContent = label;
    text.setAttribute("x", String(gap));
    text.setAttribute("y", String(top + (isSmall ? height / 2 + 4 : 12)));
    copy.setAttribute("x", String(isSmall ? labelWidth : gap));
    copy.setAttribute("y", String(isSmall ? top : top + 18));
    whole.append(text, copy);
    top += height + gap + (isSmall ? 0 : 18);
    width = Math.max(width, own + (isSmall ? labelWidth : 0) + 2 * gap);
  }
  const ground = document.createElementNS(namespace, "rect");
  for (const [name, value] of Object.entries({ width: "100%", height: "100%", fill: backgroundColor })) {
    ground.setAttribute(name, value);
  }
  whole.prepend(ground);
  const attributes = { width, height: top, viewBox: `0 0 ${width} ${top}`, "font-size": 12, fill: color, color };
  for (const [name, value] of Object.entries({ ...attributes, "font-family": fontFamily })) {
    whole.setAttribute(name, String(value));
  }
  return new XMLSerializer().serializeToString(whole);
}

/** Colours as they are on the screen: a file has no theme. */
function withoutVariables(svg: SVGElement): SVGElement {
  const copy = svg.cloneNode(true) as SVGElement;
  const originals = [svg, ...svg.querySelectorAll("*")];
  for (const [index, element] of [copy, ...copy.querySelectorAll("*")].entries()) {
    const original = originals[index];
    element.removeAttribute("class");
    element.removeAttribute("aria-hidden");
    if (!original) continue;
    const style = getComputedStyle(original);
    for (const name of ["fill", "stroke"] as const) {
      if (/var\(|currentColor/.test(element.getAttribute(name) ?? "")) element.setAttribute(name, style[name]);
    }
    element.removeAttribute("style");
  }
  return copy;
}
