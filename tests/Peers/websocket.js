// Node's WebSocket client: says something long, hears it, closes with a code of its own, and tells how it went.
// node --experimental-websocket websocket.js wss://localhost:8443/chat
const socket = new WebSocket(process.argv[2]);
const text = "hällo " + "x".repeat(200);
socket.onopen = () => socket.send(text);
socket.onmessage = event => {
  console.log(event.data === text ? "same" : "other");
  socket.close(4001, "bye");
};
socket.onclose = event => {
  console.log("closed", event.code, event.wasClean);
  process.exit(0);
};
setTimeout(() => process.exit(1), 20000);
