// What makes the status page answer while one types, and renew itself in place. Without it the page works by
// its links and its form, and is loaded anew every minute.
#pragma once

#include <string_view>

namespace lastgood {

inline constexpr std::string_view kPageScript = R"((()=>{
const form=document.querySelector('form.bar');if(!form)return;
const key=d=>d.firstChild.textContent.split('\u00b7')[0].trim();
let timer,asked=0;
const show=async(url,keep)=>{
const turn=++asked,answer=await fetch(url);if(!answer.ok||turn!==asked)return;
const page=new DOMParser().parseFromString(await answer.text(),'text/html');
if(turn!==asked)return;
const open=new Map([...document.querySelectorAll('details')].map(d=>[key(d),d.open]));
for(const d of page.querySelectorAll('details'))if(open.has(key(d)))d.open=open.get(key(d));
for(const id of ['answer','counts','list']){const a=document.getElementById(id),b=page.getElementById(id);
if(a&&b&&a.innerHTML!==b.innerHTML)a.replaceWith(b)}
document.title=page.title;if(keep)history.replaceState(null,'',url)};
const asks=()=>{const q=new URLSearchParams([...new FormData(form)].filter(p=>p[1]));return '?'+q};
form.addEventListener('input',()=>{clearTimeout(timer);timer=setTimeout(()=>show(asks(),true),150)});
form.addEventListener('submit',e=>{e.preventDefault();show(asks(),true)});
setInterval(()=>{if(!document.hidden)show(location.href,false)},60000);
})())";

}  // namespace lastgood
