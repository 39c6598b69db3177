// The tests bring their own browser (test/browser.ts); puppeteer must not download one.
module.exports = { skipDownload: true };
