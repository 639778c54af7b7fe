// Shows the demos in the pages of the book: <dl-widget src="demos/NAME.js" data-state="{...}">fallback</dl-widget>.
// What is in the tag stays until the demo is there, and stays for good when it cannot be loaded.
class DemoElement extends HTMLElement {
  async connectedCallback() {
    const { default: demo } = await import(new URL(this.getAttribute("src"), import.meta.url));
    const values = { state: JSON.parse(this.dataset.state), linked: true };
    const el = document.createElement("div");
    await demo.render({ model: { get: (name) => values[name] }, el });
    this.replaceChildren(el);
  }
}

customElements.define("dl-widget", DemoElement);
