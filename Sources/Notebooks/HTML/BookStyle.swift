extension StyleSheet {
  /// What the pages of a book have besides.
  static let book = """
    .bar{display:flex;justify-content:space-between;gap:1rem;max-width:35rem;margin:0 auto;\
    padding:.8rem 0;font:.84rem/1.4 var(--sans);border-bottom:1px solid var(--rule)}
    .bar a{text-decoration:none;color:var(--soft)}
    .bar a:hover{color:var(--link);text-decoration:underline}
    .bar+header{margin-top:2.4rem}.bar+main{margin-top:2.4rem}
    .turn{display:grid;grid-template-columns:1fr 1fr;gap:1rem;margin-top:3.6rem;padding-top:1.1rem;\
    border-top:1px solid var(--rule);font-size:.95rem;line-height:1.35}
    .turn a{text-decoration:none}
    .turn a>span:first-child{display:block;font:.78rem/1.4 var(--sans);color:var(--soft)}
    .turn .next{grid-column:2;text-align:right}
    .book{max-width:35rem;margin:3.5rem auto 0;padding-top:1.2rem;border-top:1px solid var(--rule)}
    .book,.listing{font:.88rem/1.4 var(--sans)}
    .book-title{font:600 1rem/1.3 var(--serif);margin:0 0 .8rem}
    .book ul,.listing ul{list-style:none;margin:0;padding:0}
    .book li,.listing li{margin:.36rem 0}
    .book a,.listing a{color:var(--ink);text-decoration:none}
    .book a:hover,.listing a:hover{color:var(--link);text-decoration:underline}
    .book a[aria-current]{font-weight:600;color:var(--link)}
    .part{margin-top:1.2rem!important;color:var(--soft);font-size:.82rem}
    .draft{color:var(--soft)}
    .n{color:var(--soft);font-variant-numeric:tabular-nums;margin-right:.35em}
    .d1{padding-left:1.1rem}.d2{padding-left:2.2rem}.d3{padding-left:3.3rem}
    .sections{border-left:1px solid var(--rule);margin:.35rem 0 .6rem .3rem!important}
    .book .sections li{margin:.22rem 0;padding-left:.8rem;font-size:.95em}
    .book .sections a{color:var(--soft)}
    [role=search]{margin:0 0 1rem}
    [role=search] input{width:100%;padding:.42rem .65rem;border:1px solid var(--rule);border-radius:5px;\
    background:var(--paper);color:var(--ink);font:inherit;font-size:max(.88rem,16px)}
    .listing{font:1rem/1.45 var(--serif)}
    .listing+[role=search]{margin-top:2.6rem;font:.88rem/1.4 var(--sans)}
    .found{padding:0;list-style:none}
    .found li{margin:0 0 1.1rem}
    .found p{margin:.1rem 0 0;font-size:.9rem;line-height:1.45;color:var(--soft)}
    mark{background:none;color:inherit;font-weight:600;text-decoration:underline;\
    text-decoration-color:var(--link)}
    #count{color:var(--soft);font-size:.9rem}
    @media (min-width:70rem){.bar{display:none}\
    .book{position:fixed;top:0;left:0;width:17.5rem;height:100vh;margin:0;overflow-y:auto;\
    border:0;border-right:1px solid var(--rule);padding:2.2rem 1.3rem 2rem 1.6rem}\
    .book [role=search] input{font-size:.88rem}\
    body:has(>.book){padding-left:18.6rem}.bar+header{margin-top:4rem}.bar+main{margin-top:4rem}}
    @media print{.bar,.turn,.book,[role=search]{display:none}body:has(>.book){padding:0}}

    """
}
