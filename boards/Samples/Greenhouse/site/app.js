const events = new EventSource("/events");
events.onmessage = event => document.getElementById("count").textContent = JSON.parse(event.data).count;
const socket = new WebSocket("wss://" + location.host + "/chat");
socket.onmessage = event => {
  const line = document.createElement("li");
  line.textContent = event.data;
  document.getElementById("chat").append(line);
};
document.getElementById("say").onsubmit = event => {
  event.preventDefault();
  const text = document.getElementById("text");
  socket.send(text.value);
  text.value = "";
};
