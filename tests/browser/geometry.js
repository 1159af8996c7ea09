({ least }) => {
  const wrong = [];
  const box = (element) => element.getBoundingClientRect();
  const inside = (inner, outer, slack = 1) =>
    inner.left >= outer.left - slack && inner.top >= outer.top - slack &&
    inner.right <= outer.right + slack && inner.bottom <= outer.bottom + slack;
  const apart = (a, b, slack = 1) =>
    a.right <= b.left + slack || b.right <= a.left + slack || a.bottom <= b.top + slack || b.bottom <= a.top + slack;
  const name = (element) => `${element.className} "${element.textContent.trim().slice(0, 30)}"`;
  const wall = document.querySelector('[data-testid=wall]');
  const screen = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
  const parts = [...wall.querySelectorAll('.tile, .line, .county-picture')];
  const strips = [...wall.querySelectorAll('.wall-head, .wall-foot')];
  if (document.documentElement.scrollWidth > innerWidth || document.documentElement.scrollHeight > innerHeight) wrong.push('the page scrolls');
  for (const one of [...parts, ...strips]) if (!inside(box(one), screen)) wrong.push(`sticks out: ${name(one)}`);
  const solid = [...parts, ...strips];
  solid.forEach((one, at) => solid.slice(at + 1).forEach((other) => {
    if (!apart(box(one), box(other))) wrong.push(`overlap: ${name(one)} and ${name(other)}`);
  }));
  for (const part of parts) {
    const texts = [...part.querySelectorAll('.row > span, .title-rest, .beside > span, .wall-count, .level, .line-words > *, .line-late, .exercise-badge, .county-square b, .county-what')];
    for (const text of texts) {
      if (getComputedStyle(text).display === 'inline') {
        // The box of an inline text is as high as its font, not as its line.
        const rects = [...text.getClientRects()], row = text.parentElement, style = getComputedStyle(row);
        const lines = new Set(rects.map((rect) => Math.round(rect.top))).size;
        if (lines * parseFloat(style.lineHeight) > box(row).height + 1) wrong.push(`too many lines: ${name(text)}`);
        if (rects.some((rect) => rect.right > box(row).right + 1)) wrong.push(`too wide: ${name(text)}`);
        continue;
      }
      if (!inside(box(text), box(part))) wrong.push(`cut: ${name(text)}`);
      for (let up = text.parentElement; up !== part; up = up.parentElement) {
        if (getComputedStyle(up).overflow === 'hidden' && !inside(box(text), box(up), 3)) wrong.push(`cut inside: ${name(text)}`);
      }
      if (text.scrollWidth > text.clientWidth + 1 && getComputedStyle(text).display !== 'inline') wrong.push(`too long: ${name(text)}`);
    }
    const rows = [...part.querySelectorAll('.row, .line > *')];
    rows.forEach((one, at) => rows.slice(at + 1).forEach((other) => {
      if (!apart(box(one), box(other))) wrong.push(`rows overlap: ${name(one)} and ${name(other)}`);
    }));
  }
  // The tails of g and y: below the line on which the letters stand, in a line that may be closer than the font.
  const pen = document.createElement('canvas').getContext('2d');
  const walk = document.createTreeWalker(wall, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const text = node.textContent.trim(), element = node.parentElement;
    if (!text || !element.closest('.tile, .line')) continue;
    // The browser gives no short form of fonts whose figures are all of one width.
    const { fontWeight, fontSize, fontFamily } = getComputedStyle(element);
    pen.font = `${fontWeight} ${fontSize} ${fontFamily}`;
    const { fontBoundingBoxDescent: room, actualBoundingBoxDescent: tail } = pen.measureText(text);
    const range = document.createRange();
    range.selectNodeContents(node);
    const lowest = Math.max(...[...range.getClientRects()].map((rect) => rect.bottom)) - room + tail;
    for (let up = element; up !== wall; up = up.parentElement)
      if (getComputedStyle(up).overflow === 'hidden' && lowest > box(up).bottom + 1) wrong.push(`tails cut: ${name(element)}`);
  }
  const size = (element) => parseFloat(getComputedStyle(element).fontSize);
  for (const [selector, smallest] of Object.entries(least))
    for (const element of wall.querySelectorAll(selector))
      if (size(element) < smallest - 0.1) wrong.push(`too small, ${size(element)} px: ${name(element)}`);
  return wrong;
}
