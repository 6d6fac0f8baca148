export const check = {
  title: "Why can we not hear each other?",
  intro:
    "This tries all that a call needs. The browser may ask for the microphone: nothing is recorded, and nobody hears it.",
  start: "Check now",
  again: "Check again",
  why: "Find out why",
  running: "Checking… Say something, so that the microphone has something to hear.",
  done: {
    fine: "All is well here. If you still cannot hear each other, let the other one check, too.",
    partly: "What can be used here is fine. What is not set up is only needed between some networks.",
    fails: "Something is in the way of your calls. What to do stands beside it.",
  },
  state: {
    waiting: "Not checked yet",
    running: "Checking…",
    fine: "Fine",
    fails: "Fails",
    absent: "Not set up",
  },
  microphone: {
    title: "Microphone",
    fine: "It hears you.",
    silent: "It is open but hears nothing. Speak up, and look whether it is muted on the device or in the system.",
    denied: "The browser is not allowed to use it. Allow it beside the address bar, then check again.",
    missing: "None was found. Plug one in, then check again.",
    busy: "Another program is using it. Close that one, then check again.",
    unsupported: "This browser cannot use it here. Open Nida over https in a recent browser.",
  },
  socket: {
    title: "Connection to Nida",
    fine: "The server answers.",
    offline: "There is none, so no call can ring. Check your network; a proxy or firewall may block WebSockets.",
    unanswered:
      "It is open, but the server does not answer. Reload the page; if it stays so, tell who runs this server.",
  },
  stun: {
    title: "The way to others (STUN)",
    fine: "Others can find this device.",
    absent: "Who runs this server has set up no STUN. Calls work within one network, and between some.",
    unreachable:
      "The STUN server does not answer. Your network may block UDP: try another one, or tell who runs this server.",
    unasked: "Nida did not say which server to ask. Look at the connection to Nida first.",
  },
  turn: {
    title: "The relay (TURN)",
    fine: "The relay takes your calls where there is no direct way.",
    absent: "Who runs this server has set up no relay. Calls fail between strict networks.",
    needed:
      "You always relay your calls, but this server has no relay: they cannot connect. Turn that off in the settings.",
    refused:
      "The relay does not accept Nida’s password. Tell who runs this server: TURN_SECRET must be the relay’s own.",
    unreachable: "The relay does not answer. Your network may block it: try another one, or tell who runs this server.",
    unasked: "Nida did not say which relay to ask. Look at the connection to Nida first.",
  },
  loopback: {
    title: "Sound through this browser",
    fine: "A tone sent to yourself has arrived.",
    silent: "It connects, but no sound comes out. Restart the browser.",
    failed: "This browser makes no connection, not even to itself. An extension or policy may forbid WebRTC.",
  },
};
