// Pictures that look like a barcode and a QR code. Nobody can scan them.

function noise(seed: string): () => number {
  let state = Array.from(seed).reduce(
    (sum, char) => (sum * 31 + char.charCodeAt(0)) % 2147483647,
    7,
  );
  return () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  };
}

export function barcodeSvg(digits: string): string {
  let next = noise(digits);
  let x = 0;
  let bars = '';
  while (x < 255) {
    let bar = 1 + Math.floor(next() * 3);
    bars += `<rect x="${x}" width="${bar}" height="48"/>`;
    x += bar + 1 + Math.floor(next() * 3);
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${x} 48" width="${x * 2}" height="96" preserveAspectRatio="none" shape-rendering="crispEdges">${bars}</svg>`;
}

export function qrSvg(text: string): string {
  const SIDE = 29;
  let next = noise(text);
  let corner = (x: number, y: number): boolean | null => {
    let cx = x < 8 ? x : x - (SIDE - 7);
    let cy = y < 8 ? y : y - (SIDE - 7);
    let inCorner = (x < 8 || x > SIDE - 9) && (y < 8 || y > SIDE - 9) && !(x > 8 && y > 8);
    if (!inCorner) return null;
    if (cx < 0 || cy < 0 || cx > 6 || cy > 6) return false;
    let edge = cx === 0 || cy === 0 || cx === 6 || cy === 6;
    return edge || (cx > 1 && cx < 5 && cy > 1 && cy < 5);
  };
  let cells = '';
  for (let y = 0; y < SIDE; y += 1) {
    for (let x = 0; x < SIDE; x += 1) {
      let dark = next() > 0.5;
      if (corner(x, y) ?? dark) cells += `<rect x="${x}" y="${y}" width="1" height="1"/>`;
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-2 -2 ${SIDE + 4} ${SIDE + 4}" width="264" height="264" shape-rendering="crispEdges">${cells}</svg>`;
}
