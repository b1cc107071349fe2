/** Whether this is the chat's own window (appliance/window/toolkits/native.py), which knows more than a browser. */
export const IN_WINDOW = /\bChatWindow\//.test(navigator.userAgent);
