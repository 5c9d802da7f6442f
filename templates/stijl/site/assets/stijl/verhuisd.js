// Een pagina die is verhuisd: ga naar het nieuwe adres en houd de plek op de pagina (#…) vast.
// Zonder script doet de pagina het zelf, maar dan altijd naar het begin.
const naar = document.currentScript.dataset.naar;
location.replace(new URL(naar, location.href).pathname + location.search + location.hash);
