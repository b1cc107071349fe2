/**
 * How a file looks, found out in the browser before it is sent: its measures, and a small picture of it
 * for those who only pass by. Nothing of what a camera wrote beside the picture is in that.
 */
const LONGEST = 640; // Pixels of the small picture's longer side.
const MOST_BYTES = 200 * 1024;
const QUALITIES = [0.82, 0.6, 0.4];
const MOST_PIXELS = 100_000_000; // More would cost the page its memory.
const PATIENCE = 8000; // Milliseconds for a video to show something.

/** { width, height, small } of a picture or video, `small` being a Blob or null; null for everything else. */
export async function preview(file) {
  try {
    if (file.type.startsWith('image/')) return await ofPicture(file);
    if (file.type.startsWith('video/')) return await ofVideo(file);
  } catch {
    // The browser cannot show it: it is sent all the same.
  }
  return null;
}

async function ofPicture(file) {
  const picture = new Image();
  const url = URL.createObjectURL(file);
  try {
    picture.src = url;
    await picture.decode();
    const { naturalWidth: width, naturalHeight: height } = picture;
    if (!width || width * height > MOST_PIXELS) return null;
    return { width, height, small: await smaller(picture, { width, height }, file.type !== 'image/jpeg') };
  } finally {
    URL.revokeObjectURL(url);
  }
}

async function ofVideo(file) {
  const video = document.createElement('video');
  const url = URL.createObjectURL(file);
  try {
    Object.assign(video, { muted: true, playsInline: true, preload: 'auto', src: url });
    await happens(video, 'loadeddata');
    const { videoWidth: width, videoHeight: height } = video;
    if (!width) return null;
    video.currentTime = Math.min(1, (video.duration || 0) / 10);
    await happens(video, 'seeked');
    return { width, height, small: await smaller(video, { width, height }, false) };
  } finally {
    video.removeAttribute('src');
    URL.revokeObjectURL(url);
  }
}

function happens(node, type) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(type)), PATIENCE);
    const end = (done) => () => { clearTimeout(timer); done(); };
    node.addEventListener(type, end(resolve), { once: true });
    node.addEventListener('error', end(() => reject(new Error('error'))), { once: true });
  });
}

/** `clear`: it may be see-through in parts. */
async function smaller(source, { width, height }, clear) {
  const scale = Math.min(1, LONGEST / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  canvas.getContext('2d').drawImage(source, 0, 0, canvas.width, canvas.height);
  for (const quality of QUALITIES) {
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, clear ? 'image/webp' : 'image/jpeg', quality));
    if (blob && blob.size <= MOST_BYTES) return blob;
  }
  return null;
}
