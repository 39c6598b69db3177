/** Makes a text's place as high as the longest that may come, so that nothing moves when it does. */
export function reserve(place: HTMLElement, longest: string): void {
  place.style.minBlockSize = "";
  place.style.visibility = "hidden";
  place.textContent = longest;
  const lines = Math.round(place.clientHeight / Number.parseFloat(getComputedStyle(place).lineHeight));
  place.style.minBlockSize = `${lines}lh`;
  place.textContent = "";
  place.style.visibility = "";
}
