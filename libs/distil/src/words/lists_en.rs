//! The English words whose role is known, folded.

use super::class::Class;

pub(super) const LISTS: &[(Class, &str)] = &[
    (
        Class::STOP,
        "the a an of to in on at by for with from into onto over under about against between among through during before after above below \
         within without across per via upon toward towards until since despite except than as \
         and or but nor so yet if because although though while whereas when where why how what which who whom whose that this these those \
         unless whether once \
         i you he she it we they me him her us them my your his its our their mine yours hers ours theirs myself yourself himself herself \
         itself ourselves themselves someone anyone everyone nobody something anything nothing everything each other another there here \
         am is are was were be been being have has had having do does did doing done can could may might must shall should will would ought \
         cannot can't don't doesn't didn't isn't aren't wasn't weren't won't wouldn't shouldn't couldn't hasn't haven't needn't \
         not no never neither none only also too very more less most least much many few several some any all both every such own same \
         just even still already always often sometimes usually again ever rather quite almost about around now then later earlier today \
         yesterday tomorrow however therefore thus hence moreover furthermore besides instead otherwise namely including \
         e.g i.e etc ie eg approximately up down out off back away together",
    ),
    (Class::COORDINATOR, "and or nor &"),
    (
        Class::SUBORDINATOR,
        "but because although though while whereas if when unless whether that which who whom whose since however yet so once until where",
    ),
    (
        Class::NEGATOR,
        "no not without never neither nor none cannot can't don't doesn't didn't isn't aren't wasn't weren't won't wouldn't shouldn't couldn't \
         hasn't haven't needn't hardly",
    ),
    (
        Class::ADVERB_NEGATOR,
        "not never isn't aren't wasn't weren't doesn't don't didn't won't needn't",
    ),
    (
        Class::TURNS_BACK,
        "only just merely simply without lack missing underestimated neglected ignored forget forgotten overlook overlooked less least little nothing no not",
    ),
    (
        Class::PREDICATE,
        "i you he she it we they who am is are was were be been have has had do does did can could may might must shall should will would need \
         needs needed know knows known able experience knowledge required require requires looking seek seeks familiar proficient proficiency such consists consist includes include contains contain covers cover teaches taught use uses get gets",
    ),
    (
        Class::SKILL_TALK,
        "knowledge experience experienced skill skills skilled competence competences competency competencies ability abilities expertise proficiency proficient \
         qualification qualifications qualified degree degrees diploma certificate certificates course courses training module modules subject subjects lesson \
         lessons learning-outcome outcomes learn learns learned learnt learning teach teaches taught teaching teacher teachers lecturer student students study studying \
         studied studies pupil pupils participant participants candidate candidates applicant applicants employer employers employee employees worker workers trainee \
         apprentice apprentices apprenticeship curriculum syllabus vacancy role job jobs task tasks occupation occupations profession craft talent required \
         requirement requirements specialist specialists professional professionals upskilling reskilling master mastery fluent fluency literate literacy background familiar",
    ),
    (
        Class::REQUIREMENT,
        "required requirement requirements needed need necessary essential expected compulsory mandatory obligatory prerequisite part covered cover covers taught teach \
         relevant important included include includes asked wanted used applicable allowed desired provided offered obligation reason trained practised practiced discussed addressed involve involves",
    ),
    (Class::REPLACEMENT, "rather instead opposed"),
    (
        Class::SUBJECT,
        "history chemistry communication electricity statistics logistics economics politics marketing finance art music dance theatre",
    ),
    (Class::JOINT, "of"),
    (
        Class::PREPOSITION,
        "of for in on at by with from into over about within across to",
    ),
    (Class::INFINITIVE_MARK, "to"),
    (Class::PASSIVE, "is are was were be been being gets get"),
    (
        Class::SOFTWARE,
        "software programming program programs programmer programmers developer developers code coding codebase scripting script scripts application applications app apps backend \
         frontend library libraries framework frameworks database databases compiler algorithm algorithms data statistical statistics ict it web",
    ),
    (
        Class::COMMON,
        "year years month months week weeks day days hour hours time times moment place places person persons people man men woman women child children \
         group groups thing things part parts kind sort form forms way ways case cases example examples question questions answer point points reason \
         reasons result results goal goals aim world country countries city region province council government company companies firm firms organisation organization \
         organisations sector market markets client clients customer customers colleague colleagues team teams work works job jobs project projects \
         programme program plan plans planning process processes system systems problem problems solution solutions opportunity opportunities chance role number per-cent \
         percent cent euro money cost costs price prices research report reports article chapter table figure source sources page topic theme content information \
         data news good better best great big large larger small new old young long short high low fast own different important possible necessary \
         first next last need like well one second third two three four five six seven eight nine ten make makes made making give gives given giving come comes came see sees seen saw \
         say says said take takes took taken get gets got find finds found keep keeps kept bring brings think thinks thought use uses used using help helps helped \
         begin begins ask asks asked show shows showed shown play plays played learn know want wants look looks looking offer offers follow follows expect expects set sets \
         put puts run runs go goes went gone schedule schedules transport transportation coordination interaction interactions conversation conversations correspondence \
         calculation calculations choose select craft lecture tie lock locks form drive test tests check checks meet meets open close move moves change changes \
         develop development developments support service services activity activities area areas level levels quality future approach basis data-set technique techniques method methods \
         tool tools material materials product products equipment machine machines design designs note notes letter letters list lists line lines line-up order orders \
         stock stocks record records recording recordings speech language languages text texts sound sounds noise noises light lights water air fire gas oil wood paper metal metals glass stone \
         silver gold iron steel plastic food meat fish fruit bread milk clothes shoe shoes hair skin body hand hands head heart mind health disease diseases illness \
         animal animals plant plants tree trees flower flowers sea river road roads rail train trains ship ships car cars vehicle vehicles boat plane planes house houses building \
         buildings room rooms school schools university hospital hospitals shop shops office offices bank banks court church police army law laws rule rules right rights policy policies \
         contract contracts budget budgets tax taxes loan loans account accounts sale sales purchase purchases trade trading business strategy management manager managers leadership staff employee employees \
         training education study studies course courses teaching writing reading speaking listening counting measuring moving copying reporting printing cleaning cooking driving \
         history chemistry culture art arts music dance theatre film films game games sport sports media press book books story stories picture pictures photo photos image images colour color colours \
         pressure temperature weather climate energy power force speed weight size shape space surface density volume structure structures pattern patterns model models network networks \
         communication cooperation collaboration competition negotiation decision decisions responsibility safety security risk risks accident accidents damage quality standards standard \
         swift ruby java python scratch salt source canvas unity chef puppet eclipse absorb shiva rage mocha seed myrtle confluence slack trello wonder radar engine engines motor motors sensor sensors \
         industry agriculture environment religion \
         collection collections connector connectors soap soaps logic scheduling directing navigating adapt adjust advise assist listen supervise express retail tourism journalism reporting motion",
    ),
];
