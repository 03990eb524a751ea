/// The look of a page: one column of about 66 characters, set like a book; code and what it gave
/// told apart by ground and rule, not by colour alone; light, dark and paper.
enum StyleSheet {
  static let text = colors + page + prose + code + math + tables + folds + contents + media

  private static let colors = """
    :root{color-scheme:light dark;--paper:#fffefb;--ink:#22211f;--soft:#6a675f;--rule:#dedad0;\
    --ground:#f5f3ec;--link:#1f5f99;--good:#2f6f4f;--bad:#a4262c;--badground:#fcf1ef;--edge:#0003;\
    --word:#7a3e9d;--number:#9a4a00;--string:#2d6e3e;--comment:#6e6a61;--call:#1f5f99;
    --serif:"Iowan Old Style","Palatino Linotype",Palatino,"URW Palladio L",P052,Charter,\
    "Source Serif 4",Georgia,"Noto Serif","Liberation Serif",serif;
    --mono:ui-monospace,"SF Mono","Cascadia Mono",Menlo,Consolas,"Noto Sans Mono","DejaVu Sans Mono",\
    monospace;--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans",\
    "Liberation Sans",sans-serif}
    @media (prefers-color-scheme:dark){:root{--paper:#17181a;--ink:#dcd9d2;--soft:#9c988e;\
    --rule:#3a3a3a;--ground:#202224;--link:#8ab9e8;--good:#86c7a2;--bad:#f0938b;--badground:#2c1f1f;--edge:#000c;\
    --word:#c9a0e6;--number:#e5a868;--string:#94cf9f;--comment:#98948a;--call:#8ab9e8}}

    """

  private static let page = """
    *{box-sizing:border-box}
    html{font-size:clamp(17px,.45vw + 14.5px,20px);-webkit-text-size-adjust:100%;\
    text-size-adjust:100%;scroll-padding-top:1rem}
    body{margin:0;padding:0 1.15rem 5rem;background:var(--paper);color:var(--ink);\
    font:1rem/1.58 var(--serif);font-variant-numeric:lining-nums;overflow-wrap:break-word}
    header,main,.contents{max-width:35rem;margin-inline:auto}
    header{margin-top:4.5rem}
    header+main,header+.contents{margin-top:2rem}
    main{margin-top:3.5rem}
    .skip{position:absolute;left:-99rem}
    .skip:focus{left:1rem;top:.5rem;padding:.3rem .7rem;background:var(--paper)}
    :focus-visible{outline:2px solid var(--link);outline-offset:2px}

    """

  private static let prose = """
    h1,h2,h3,h4,h5,h6{line-height:1.22;font-weight:600;text-wrap:balance;break-after:avoid}
    h1{font-size:2.05rem;margin:0 0 1.4rem;letter-spacing:-.012em;font-weight:500}
    h2{font-size:1.42rem;margin:2.9rem 0 .85rem}
    h3{font-size:1.14rem;margin:2.1rem 0 .6rem}
    h4,h5,h6{font-size:1rem;margin:1.7rem 0 .4rem;font-style:italic}
    header h1{margin-bottom:.4rem}
    .subtitle{font-size:1.2rem;line-height:1.35;color:var(--soft);margin:0 0 .6rem;font-style:italic}
    .byline{color:var(--soft);font-size:.9rem;margin:.7rem 0 0}
    .heading{position:relative;break-after:avoid;break-inside:avoid}
    .anchor{position:absolute;left:-.95em;bottom:.06em;color:var(--soft);text-decoration:none;opacity:0}
    :hover>.anchor,.anchor:focus{opacity:1}
    p,ul,ol,dl,blockquote{margin:0 0 .95rem}
    p{text-wrap:pretty;hanging-punctuation:first}
    ul,ol{padding-left:1.45rem}
    li{margin:.22rem 0}
    li>p{margin-bottom:.5rem}
    li>ul,li>ol{margin-bottom:.2rem}
    li:has(>input[type=checkbox]){list-style:none}
    li>input[type=checkbox]{margin:0 .45em 0 -1.35em;vertical-align:-.08em;accent-color:var(--good)}
    a{color:var(--link);text-decoration-thickness:.06em;text-underline-offset:.16em}
    a:not(:hover){text-decoration-color:color-mix(in srgb,currentcolor 45%,transparent)}
    blockquote{padding-left:1.1rem;border-left:2px solid var(--rule);color:var(--soft);margin-inline:0}
    hr{border:0;margin:2.4rem auto;text-align:center}
    hr::before{content:"∗ ∗ ∗";color:var(--soft);letter-spacing:.5em;margin-right:-.5em}
    img{max-width:100%;height:auto}
    sup{line-height:0;font-size:.72em}
    .footnotes{margin-top:3.2rem;padding-top:.9rem;border-top:1px solid var(--rule);font-size:.87rem;\
    line-height:1.5}
    .footnotes ol{padding-left:1.3rem}
    .footnote-ref a,.footnote-backref{text-decoration:none}
    .callout{margin:1.3rem 0;padding:.75rem 1.1rem .8rem;border-left:3px solid var(--link);\
    background:var(--ground);--under:var(--ground);border-radius:0 4px 4px 0}
    .callout>:last-child{margin-bottom:0}
    .callout-title{font:600 .82rem/1.4 var(--sans);letter-spacing:.01em;margin:0 0 .3rem;color:var(--link)}
    .callout.tip,.callout.example,.callout.exercise{border-color:var(--good)}
    .tip>.callout-title,.example>.callout-title,.exercise>.callout-title{color:var(--good)}
    .callout.warning,.callout.caution{border-color:var(--bad)}
    .warning>.callout-title,.caution>.callout-title{color:var(--bad)}

    """

  private static let code = """
    code,pre,kbd,samp{font-family:var(--mono);font-variant-ligatures:none}
    code{font-size:.84em}
    :not(pre)>code{background:var(--ground);padding:.08em .28em;border-radius:3px;overflow-wrap:anywhere}
    a>code{color:inherit}
    pre{margin:0 0 .95rem;font-size:.8rem;line-height:1.52;overflow-x:auto;tab-size:2}
    pre code{font-size:inherit}
    main pre:not(.result){--under:var(--ground);background-color:var(--under);padding:.75rem .95rem;\
    border-radius:5px}
    pre,.math,.table{scrollbar-width:thin;scrollbar-color:var(--rule) transparent}
    main pre,main .math,.table{background:linear-gradient(to right,var(--under,var(--paper)) 35%,transparent)\
    0/2.4rem 100% no-repeat local,linear-gradient(to left,var(--under,var(--paper)) 35%,transparent) \
    calc(100% + 2px)/2.4rem 100% no-repeat local,linear-gradient(to right,var(--edge),transparent) 0/.7rem 100% \
    no-repeat scroll,linear-gradient(to left,var(--edge),transparent) 100%/.7rem 100% no-repeat scroll;\
    background-color:var(--under,transparent)}
    @media (min-width:50rem){main>.cell>pre.code,main>pre,main>.cell>.output>pre.result{width:max-content;\
    min-width:100%;max-width:calc(100% + 6.6rem)}}
    .cell{margin:1.35rem 0}
    .cell>pre.code{margin:0}
    .cell>pre.code+:not(.output){margin-top:.85rem}
    .output{margin:0;padding:.7rem 0 0 .95rem}
    .output>:last-child{margin-bottom:0}
    .output>*{margin-bottom:.6rem}
    .result{color:var(--ink)}
    pre.result{padding:0}
    .result+.result{margin-top:-.6rem}
    .diagnostic{background:var(--badground);border-left:3px solid var(--bad);padding:.65rem .95rem;\
    border-radius:0 4px 4px 0;margin-left:-.95rem;font-size:.92rem}
    .diagnostic p{margin:0 0 .35rem}.diagnostic>:last-child{margin-bottom:0}
    .diagnostic pre{--under:var(--badground)!important;padding:0!important;margin:.45rem 0;font-size:.78rem;line-height:1.4}
    .severity{color:var(--bad);font-weight:600}.diagnostic .code{font:.78rem var(--mono);color:var(--soft)}
    .diagnostic .place{color:var(--soft)}.caret{color:var(--bad)}
    .diagnostic .hint,.diagnostic .call{color:var(--soft)}
    .diagnostic.warning,.diagnostic.note{background:var(--ground);border-color:var(--link)}
    .warning pre,.note pre{--under:var(--ground)!important}
    .bad{color:var(--bad)}
    .keyword{color:var(--word)}.number{color:var(--number)}.string{color:var(--string)}
    .comment{color:var(--comment);font-style:italic}.function{color:var(--call)}
    .constant{color:var(--number)}.calculus{color:var(--word)}
    figure{margin:1.1rem 0 1.4rem;break-inside:avoid}
    .output>figure{margin-left:-.95rem}
    .plot{overflow-x:auto}
    .plot svg{display:block;max-width:100%;height:auto;margin-inline:auto}
    .panels{display:grid;grid-template-columns:repeat(var(--columns),minmax(0,1fr));\
    max-width:var(--width);margin-inline:auto}
    .panels>p{grid-column:1/-1;margin:0 0 .4rem 8px;font:bold 1rem/1.3 Helvetica,Arial,sans-serif}
    .panels>svg{width:100%;overflow:visible}
    @media (min-width:50rem){.plot:has(>.panels){overflow:visible}\
    .plot>.panels{max-width:none;margin-inline:max((100% - var(--width))/2,-3.3rem)}}
    figcaption{font-size:.87rem;line-height:1.45;color:var(--soft);margin-top:.45rem;text-align:center;\
    text-wrap:balance}

    """

  private static let math = """
    math{font-family:"Page Math","Latin Modern Math","STIX Two Math","Cambria Math",math;\
    font-size:1.07em;font-style:normal}
    .math{display:block;overflow-x:auto;overflow-y:hidden;margin:1.05rem 0;padding:.12rem 0}
    .output .math{margin:.5rem 0}.nb{white-space:nowrap}
    mtd.l{text-align:left}mtd.r{text-align:right}
    msup>mo:last-child{font-feature-settings:"ssty" 0}
    mtable.eq>mtr>mtd{padding:.22em 0}
    mtable.eq>mtr>mtd.r:not(:first-child){padding-left:2em}
    code.tex{white-space:pre-wrap}

    """

  private static let tables = """
    .table{overflow-x:auto;margin:1.25rem 0}
    table{border-collapse:collapse;font-size:.91rem;line-height:1.45;margin-inline:auto;\
    font-variant-numeric:tabular-nums lining-nums;border-block:1.5px solid var(--ink)}
    .output table{margin-inline:0}
    th{font-weight:600;border-bottom:1px solid var(--ink);vertical-align:bottom}
    th,td{padding:.3rem .8rem;text-align:left}
    th:first-child,td:first-child{padding-left:.25rem}
    th:last-child,td:last-child{padding-right:.25rem}
    td{vertical-align:baseline}
    tbody tr+tr td{border-top:1px solid var(--rule)}
    .r{text-align:right}.c{text-align:center}

    """

  private static let folds = """
    details{margin:.95rem 0}
    summary{cursor:pointer;font:500 .88rem/1.5 var(--sans);color:var(--link);width:fit-content}
    .fold{border-left:2px solid var(--rule);padding-left:1rem}
    .fold[open]>summary{margin-bottom:.6rem}

    """

  private static let contents = """
    .contents{font:.86rem/1.4 var(--sans);margin-block:1.8rem 2.4rem;padding:.85rem 0;\
    border-block:1px solid var(--rule)}
    .contents p{margin:0 0 .4rem;color:var(--soft);font-size:.8rem}
    .contents ul{list-style:none;margin:0;padding:0}
    .contents li{margin:.24rem 0}
    .contents .inner{padding-left:1rem}
    .contents a{text-decoration:none;color:var(--ink)}
    .contents a:hover{color:var(--link);text-decoration:underline}
    .contents .inner a{color:var(--soft)}
    .contents math{font-size:1.05em}
    @media (max-width:48rem){.contents .inner{display:none}}
    @media (min-width:76rem){.contents{position:fixed;top:4.9rem;left:max(1.5rem,50vw - 33.5rem);width:13rem;\
    max-height:calc(100vh - 7rem);overflow-y:auto;margin:0;border:0;padding:0}\
    body:has(>.contents)>main,body:has(>.contents)>header{transform:translateX(4rem)}}

    """

  private static let media = """
    @media (max-width:30rem){body{padding-inline:1rem}header{margin-top:2.2rem}h1{font-size:1.7rem}\
    h2{font-size:1.3rem;margin-top:2.3rem}pre{font-size:.76rem}.output{padding-left:.6rem}\
    .output>figure,.diagnostic{margin-left:-.6rem}}
    @media (max-width:36rem){.panels{grid-template-columns:repeat(var(--narrow),minmax(0,1fr));\
    max-width:none}.panels>svg{max-width:calc(var(--cell)*1.3)}}
    @media print{:root{--paper:#fff;--ink:#000;--soft:#444;--rule:#bbb;--ground:#f6f6f6;--link:#000}\
    html{font-size:10.5pt}body{padding:0}header{margin-top:0}.contents,.skip,.anchor{display:none}\
    header,main{max-width:none;transform:none!important}pre,.math,.table,.plot{overflow:visible}\
    main pre,main .math,.table{background-image:none}\
    pre{white-space:pre-wrap;break-inside:avoid}p{orphans:3;widows:3}tr,.callout,.diagnostic{break-inside:avoid}\
    .plot>svg{max-height:8.5cm}.plot>.panels{margin-inline:auto;max-width:min(var(--width),12cm*var(--ratio))}figure{margin:.6rem 0 .8rem}figcaption{break-before:avoid}\
    details::details-content{content-visibility:visible;display:block}@page{margin:22mm 20mm}}

    """
}
