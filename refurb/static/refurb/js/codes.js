// Find a device's code in what was typed or scanned. inventory/codes.py is the authority;
// this only decides whether some keystrokes are a code at all.
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 9;

// ISO 7064 hybrid system MOD 33,32.
function checks(code) {
  const size = ALPHABET.length;
  let rest = size / 2;
  for (const letter of code) {
    rest = ((((rest || size) * 2) % (size + 1)) + ALPHABET.indexOf(letter)) % size;
  }
  return rest === 1;
}

function readPlain(text) {
  const path = text.toUpperCase().match(/\/D\/([^/?#]+)\/?(?:[?#].*)?$/);
  const code = (path ? path[1] : text)
    .toUpperCase()
    .replace(/[\s-]/g, "")
    .replace(/[IL]/g, "1")
    .replace(/O/g, "0");
  const known = code.length === LENGTH && [...code].every((letter) => ALPHABET.includes(letter));
  return known && checks(code) ? code : null;
}

// What a keyboard of that layout shows for the keys that a scanner set to US presses.
const US = "1234567890-qwertyuiopasdfghjkl;zxcvbnm,./QWERTYUIOPASDFGHJKL:ZXCVBNM?";
const LAYOUTS = {
  be_azerty: "&é\"'(§è!çà)azertyuiopqsdfghjklmwxcvbn,;:=AZERTYUIOPQSDFGHJKLMWXCVBN?+",
  fr_azerty: "&é\"'(-è_çà)azertyuiopqsdfghjklmwxcvbn,;:!AZERTYUIOPQSDFGHJKLMWXCVBN?§",
  qwertz_de: "1234567890ßqwertzuiopasdfghjklöyxcvbnm,.-QWERTZUIOPASDFGHJKLÖYXCVBNM_",
};

function asUs(text, layout) {
  const shown = LAYOUTS[layout];
  const key = (letter) => (shown.includes(letter) ? US[shown.indexOf(letter)] : letter);
  return [...text].map(key).join("");
}

// Say which code was meant, and by which layout it was read ("us": as it stands); null twice without one.
export function explainCode(text) {
  const typed = text.trim();
  const readings = [["us", typed], ...Object.keys(LAYOUTS).map((layout) => [layout, asUs(typed, layout)])];
  const found = readings.map(([layout, reading]) => ({ code: readPlain(reading), layout }));
  return found.find(({ code }) => code !== null) ?? { code: null, layout: null };
}

// Return the nine characters, or null. Never the address that was scanned: its host may be anybody's.
export function readCode(text) {
  return explainCode(text).code;
}
