/** Makes a text's place as high as the highest that may come, so that nothing moves when it does. */
export function reserve(place: HTMLElement, ...texts: readonly string[]): void {
  place.style.minBlockSize = "";
  place.style.visibility = "hidden";
  const lines = texts.map((text) => {
    place.textContent = text;
    return Math.round(place.clientHeight / Number.parseFloat(getComputedStyle(place).lineHeight));
  });
  place.style.minBlockSize = `${Math.max(...lines)}lh`;
  place.textContent = "";
  place.style.visibility = "";
}
