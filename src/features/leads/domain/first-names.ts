// The names that a rep types most; what is missing is told by its capital letter.
const russian = `
  александр александра алексей алёна алина алиса алла альберт анастасия анатолий ангелина андрей анна антон антонина аркадий
  арсений артём артур богдан борис вадим валентин валентина валерий валерия варвара василий вера вероника виктор виктория
  виталий владимир владислав вячеслав галина геннадий георгий герман глеб григорий данил данила даниил дарья денис дина дмитрий
  ева евгений евгения екатерина елена елизавета жанна захар зинаида зоя иван игорь илья инна ирина ия карина кирилл клавдия
  константин кристина ксения лариса лев леонид лидия лилия любовь людмила майя макар максим маргарита марина мария марк марта
  матвей михаил надежда наталия наталья никита николай нина оксана олег олеся ольга павел пётр полина раиса рамиль ренат римма
  роман руслан рустам светлана семён сергей софия софья станислав степан тамара татьяна тимофей тимур ульяна фёдор филипп эдуард
  элина эльвира эльмира эмма юлия юрий яна ярослав аня вася витя вова вика дима женя катя коля костя лена лёша люба люда маша
  миша настя наташа оля паша петя рома саша света серёжа таня толя юля`
const english = `
  adam alex alice amy andrew anna anne barbara ben betty bob brian carol charles chris christina daniel david deborah diana
  donna edward elizabeth emily emma eric frank fred gary george grace hannah helen henry jack jacob james jane jason jennifer
  jessica jim joe john jonathan joseph joshua julia justin karen kate kevin laura linda lisa lucy mark martin mary matthew
  michael mike nancy nicholas nick olivia patricia paul peter rachel rebecca richard robert ryan sam samuel sandra sarah scott
  sharon simon sophia stephen steve steven susan thomas tim tom victoria william`

const fold = (word: string): string => word.toLowerCase().replaceAll('ё', 'е')
const names = new Set(`${russian} ${english}`.split(/\s+/).filter(Boolean).map(fold))

/** Whether a word is a first name or a patronymic, in whatever letters it is typed. */
export function isGivenName(word: string): boolean {
  const folded = fold(word)
  return names.has(folded) || /^[а-я]{3,}(вич|вна|ична)$/.test(folded)
}
