"""The desk: an approval channel in the browser. It shows cards and hands clicks on; it decides nothing."""
