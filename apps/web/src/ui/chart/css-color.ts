/**
 * A token as a canvas can use it. Canvases know neither `var()` nor `light-dark()`, and drawing
 * libraries read only the old notations, so the browser resolves the token and one pixel of it is
 * read back as `rgba()`.
 */
export function resolveColors<Name extends string>(
  element: HTMLElement,
  names: readonly Name[],
): Readonly<Record<Name, string>> {
  const probe = document.createElement('span');
  element.append(probe);
  const canvas = document.createElement('canvas');
  canvas.width = 1;
  canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const resolve = (name: Name): string => {
    probe.style.color = `var(--${name})`;
    if (context === null) return getComputedStyle(probe).color;
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = getComputedStyle(probe).color;
    context.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0, alpha = 255] = context.getImageData(0, 0, 1, 1).data;
    return `rgba(${red}, ${green}, ${blue}, ${alpha / 255})`;
  };
  const colors = Object.fromEntries(names.map((name) => [name, resolve(name)]));
  probe.remove();
  return colors as Record<Name, string>;
}
