"""What each recognizer finds, what it leaves alone, and what all of them promise."""

from __future__ import annotations

import pickle

import pytest
from growing import growth
from hypothesis import given
from hypothesis import strategies as st

from wechat_policy.recognizers import GATES, RECOGNIZERS, may_hold
from wechat_policy.recognizers.checks import is_bank_card, is_credit_code, is_id_card
from wechat_policy.recognizers.patterns import narrowed

# The recognizer, a text, and what it finds there.
FINDS = [
    ("mobile", "13800138000", ["13800138000"]),
    ("mobile", "电话138-0013-8000，或+86 138 0013 8000", ["138-0013-8000", "+86 138 0013 8000"]),
    ("mobile", "１３８００１３８０００", ["１３８００１３８０００"]),
    ("mobile", "１３８－００１３－８０００", ["１３８－００１３－８０００"]),
    ("mobile", "1 3 8 0 0 1 3 8 0 0 0", ["1 3 8 0 0 1 3 8 0 0 0"]),
    ("mobile", "138·0013·8000 找我", ["138·0013·8000"]),
    ("mobile", "138\u200b0013\u200b8000", ["138\u200b0013\u200b8000"]),
    ("mobile", "138.0013.8000", ["138.0013.8000"]),
    ("mobile", "手机1*3*8*0*0*1*3*8*0*0*0随时", ["1*3*8*0*0*1*3*8*0*0*0"]),
    ("mobile", "一三八👉0013👉8000找我", ["一三八👉0013👉8000"]),
    ("mobile", "电话138，0013，8000", ["138，0013，8000"]),
    ("mobile", "分别是138，0013和8000", []),
    ("mobile", "1*3*8*0*0*1*3*8*0*0*0*5", []),
    ("mobile", "单号138/0013/8000", []),
    ("mobile", "1380 0138 000", ["1380 0138 000"]),
    ("mobile", "13800138000 13900139000", ["13800138000", "13900139000"]),
    ("mobile", "138 0013 8000 139 0013 9000", ["138 0013 8000", "139 0013 9000"]),
    ("mobile", "vx13800138000", ["13800138000"]),
    ("mobile", "（+86）13800138000", ["（+86）13800138000"]),
    ("mobile", "008613800138000", ["008613800138000"]),
    ("mobile", "8619912345678", ["8619912345678"]),
    ("mobile", "1.13800138000 2.13900139000", ["13800138000", "13900139000"]),
    ("mobile", "2023-11-15 138-0013-8000", ["138-0013-8000"]),
    ("landline", "010-65529988转123", ["010-65529988转123"]),
    ("landline", "（0571）88888888", ["（0571）88888888"]),
    ("landline", "０５７１－８８８８８８８８", ["０５７１－８８８８８８８８"]),
    ("landline", "0371 655 2998", ["0371 655 2998"]),
    ("landline", "01065529988", ["01065529988"]),
    ("landline", "+86 10 6552 9988", ["+86 10 6552 9988"]),
    ("landline", "拨打400-800-1234", ["400-800-1234"]),
    ("landline", "4008001234", ["4008001234"]),
    ("landline", "热线4006-123-456", ["4006-123-456"]),
    ("landline", "总机：8765 4321", ["8765 4321"]),
    ("landline", "Tel: 87654321-803", ["87654321-803"]),
    ("id_card", "11010519491231002X", ["11010519491231002X"]),
    ("id_card", "33010619920229351x", ["33010619920229351x"]),
    ("id_card", "110105 19491231 002X", ["110105 19491231 002X"]),
    ("id_card", "１１０１０５１９４９１２３１００２Ｘ", ["１１０１０５１９４９１２３１００２Ｘ"]),
    ("id_card", "身份证440524188001010014。", ["440524188001010014"]),
    ("id_card", "1 11010519491231002X", ["11010519491231002X"]),
    (
        "id_card",
        "650101198801011236、34052419800101001X",
        ["650101198801011236", "34052419800101001X"],
    ),
    ("id_card", "港澳居住证810000199001010019", ["810000199001010019"]),
    ("id_card", "身份证号：110105491231002", ["110105491231002"]),
    ("bank_card", "4111 1111 1111 1111", ["4111 1111 1111 1111"]),
    ("bank_card", "卡号6222021000112233449", ["6222021000112233449"]),
    ("bank_card", "6222 0210 0011 2233 449", ["6222 0210 0011 2233 449"]),
    ("bank_card", "6222-0210-0011-2233449", ["6222-0210-0011-2233449"]),
    ("bank_card", "622202 1000112233449", ["622202 1000112233449"]),
    ("bank_card", "４１１１ １１１１ １１１１ １１１１", ["４１１１ １１１１ １１１１ １１１１"]),
    ("bank_card", "622848040282564890", ["622848040282564890"]),
    ("bank_card", "9558800200012345670", ["9558800200012345670"]),
    ("bank_card", "4367420012345678904", ["4367420012345678904"]),
    ("bank_card", "3782 822463 10005", ["3782 822463 10005"]),
    ("bank_card", "4111 1111 1111 1111 123", ["4111 1111 1111 1111"]),
    ("email", "发到abc@qq.com后回复", ["abc@qq.com"]),
    ("email", "ＡＢＣ＠ＱＱ．ＣＯＭ", ["ＡＢＣ＠ＱＱ．ＣＯＭ"]),
    ("email", "zhang.san+hr@mail.example.com.cn.", ["zhang.san+hr@mail.example.com.cn"]),
    ("email", "abc @ qq.com", ["abc @ qq.com"]),
    ("email", "abc@qq。com", ["abc@qq。com"]),
    ("email", "a@b.cn,c@d.cn", ["a@b.cn", "c@d.cn"]),
    ("email", "邮箱：zhang_san@公司.com zs@example.中国", ["zs@example.中国"]),
    ("url", "看https://a.com/x?y=1，看看", ["https://a.com/x?y=1"]),
    ("url", "（https://a.com/b）", ["https://a.com/b"]),
    ("url", "(see https://a.com/b).", ["https://a.com/b"]),
    ("url", "https://zh.example.org/a_(b)", ["https://zh.example.org/a_(b)"]),
    ("url", "http://例子.中国/路", ["http://例子.中国/"]),
    ("url", "http://10.0.0.1:8080/a", ["http://10.0.0.1:8080/a"]),
    ("url", "ｈｔｔｐ：／／ａ．ｃｎ／ｂ", ["ｈｔｔｐ：／／ａ．ｃｎ／ｂ"]),
    ("url", "www。baidu。com", ["www。baidu。com"]),
    ("url", "WWW.Example.NET", ["WWW.Example.NET"]),
    ("url", "baidu.com/abc和qq.cn", ["baidu.com/abc", "qq.cn"]),
    ("url", "打开163.com吧", ["163.com"]),
    ("url", "bit.ly/3abc t.me/x", ["bit.ly/3abc", "t.me/x"]),
    ("url", "amazon.co.jp", ["amazon.co.jp"]),
    ("url", "baidu。com", ["baidu。com"]),
    ("url", "weixin://dl/business/?t=abc", ["weixin://dl/business/?t=abc"]),
    ("ip", "192.168.1.1:80", ["192.168.1.1"]),
    ("ip", "１９２．１６８．１．１", ["１９２．１６８．１．１"]),
    ("ip", "连192。168。1。1。", ["192。168。1。1"]),
    ("ip", "从10.0.0.1到10.0.0.254/24", ["10.0.0.1", "10.0.0.254"]),
    ("ip", "2001:db8::1，::1", ["2001:db8::1", "::1"]),
    ("ip", "fe80:0:0:0:200:f8ff:fe21:67cf", ["fe80:0:0:0:200:f8ff:fe21:67cf"]),
    ("wechat_id", "加微信abc_12345", ["abc_12345"]),
    ("wechat_id", "微信号：zhangsan", ["zhangsan"]),
    ("wechat_id", "我的微信是zhangsan，加一下", ["zhangsan"]),
    ("wechat_id", "微信ID: ZhangSan", ["ZhangSan"]),
    ("wechat_id", "加v：zhangsan123", ["zhangsan123"]),
    ("wechat_id", "加我薇abc-123456", ["abc-123456"]),
    ("wechat_id", "VX：ＡＢＣ１２３４５", ["ＡＢＣ１２３４５"]),
    ("wechat_id", "vx13800138000", ["13800138000"]),
    ("wechat_id", "微信 13800138000", ["13800138000"]),
    ("wechat_id", "wxid_abcd12345678", ["wxid_abcd12345678"]),
    ("wechat_id", "微信【a123456】", ["a123456"]),
    ("qq", "QQ12345678", ["12345678"]),
    ("qq", "加扣扣：１２３４５６", ["１２３４５６"]),
    ("qq", "Q Q 群号是 123 456 789", ["123 456 789"]),
    ("qq", "q群:10000", ["10000"]),
    ("qq", "企鹅号 2345678901", ["2345678901"]),
    ("password", "密码：Abc@12345，别告诉别人", ["Abc@12345"]),
    ("password", "密码abc123", ["abc123"]),
    ("password", "口令是open-sesame。", ["open-sesame"]),
    ("password", "開機密碼：8848#a", ["8848#a"]),
    ("password", "password=P@ssw0rd!", ["P@ssw0rd!"]),
    ("password", "the password is hunter22.", ["hunter22"]),
    ("password", 'pwd: "a1b2c3"', ["a1b2c3"]),
    ("password", "密码改成ｑｗｅ１２３", ["ｑｗｅ１２３"]),
    ("password", "您的验证码是 384721，5分钟内有效", ["384721"]),
    ("password", "384721（登录验证码）", ["384721"]),
    ("password", "384721为您的动态验证码", ["384721"]),
    ("password", "PIN 884721", ["884721"]),
    ("money", "罚款500-1000元", ["500-1000元"]),
    ("money", "¥1,234.56", ["¥1,234.56"]),
    ("money", "￥１，２３４．５", ["￥１，２３４．５"]),
    ("money", "１００元", ["１００元"]),
    ("money", "五百元整", ["五百元整"]),
    ("money", "伍佰圆整", ["伍佰圆整"]),
    ("money", "几百块钱", ["几百块钱"]),
    ("money", "十几块钱", ["十几块钱"]),
    ("money", "就100块。", ["100块"]),
    ("money", "四百六十三块，", ["四百六十三块"]),
    ("money", "100块的红包", ["100块"]),
    ("money", "5万元，3.5 亿美元", ["5万元", "3.5 亿美元"]),
    ("money", "人民币五千", ["人民币五千"]),
    ("money", "RMB 5000", ["RMB 5000"]),
    ("money", "2000cny", ["2000cny"]),
    ("money", "$99.9", ["$99.9"]),
    ("money", "100多元", ["100多元"]),
    ("passport", "护照号 E12345678", ["E12345678"]),
    ("passport", "护照：ＥＢ１２３４５６７", ["ＥＢ１２３４５６７"]),
    ("passport", "Passport No. G12345678", ["G12345678"]),
    ("plate", "京A·12345", ["京A·12345"]),
    ("plate", "沪AD12345、粤B12345D", ["沪AD12345", "粤B12345D"]),
    ("plate", "粤Z1234港", ["粤Z1234港"]),
    ("plate", "车牌浙ａ８Ｋ８８８", ["浙ａ８Ｋ８８８"]),
    ("plate", "苏E 8888学", ["苏E 8888学"]),
    ("credit_code", "91110000600037341L", ["91110000600037341L"]),
    ("credit_code", "代码：91330100ma2b3c4d5n", ["91330100ma2b3c4d5n"]),
    ("credit_code", "9111 0000 6000 3734 1L", ["9111 0000 6000 3734 1L"]),
    ("credit_code", "91-110000-600037341-L", ["91-110000-600037341-L"]),
    (
        "credit_code",
        "９１１１００００６０００３７３４１Ｌ",
        ["９１１１００００６０００３７３４１Ｌ"],
    ),
    ("address", "寄浙江省杭州市西湖区文三路90号3幢201室", ["浙江省杭州市西湖区文三路90号3幢201室"]),
    (
        "address",
        "朝阳区青禾街道云杉路９９号院３号楼",
        ["朝阳区青禾街道云杉路９９号院３号楼"],
    ),
    ("address", "住在云杉路218号晴田公寓A座1606", ["云杉路218号晴田公寓A座1606"]),
    ("address", "公司在深南大道9988号", ["深南大道9988号"]),
    ("address", "泉眼路一百零八号，财务收", ["泉眼路一百零八号"]),
    ("address", "荷塘大街十二巷8号601房", ["荷塘大街十二巷8号601房"]),
    ("address", "北京市学院路甲38号", ["北京市学院路甲38号"]),
    ("address", "送到翠湖花园12栋2单元601", ["翠湖花园12栋2单元601"]),
    ("address", "我住青禾小区7号楼3单元902", ["青禾小区7号楼3单元902"]),
    ("address", "老家在王家庄村3组15号", ["王家庄村3组15号"]),
    ("address", "光山县南塘镇柳树村八组", ["光山县南塘镇柳树村八组"]),
    ("address", "8栋3单元502的快递", ["8栋3单元502"]),
    ("address", "鹭测路4号之二", ["鹭测路4号之二"]),
    ("address", "东风路东1号", ["东风路东1号"]),
    ("address", "云杉路\n附 3号", ["云杉路\n附 3号"]),
    ("address", "时代天街B座1208", ["时代天街B座1208"]),
    (
        "address",
        "夏天寄大连市海星街31号，冬天寄三亚市椰林路8号5栋",
        ["大连市海星街31号", "三亚市椰林路8号5栋"],
    ),
    ("person_name", "姓名：张雨晴", ["张雨晴"]),
    ("person_name", "我叫欧阳静怡，做会计的", ["欧阳静怡"]),
    ("person_name", "联系人：朱 雅 琴", ["朱 雅 琴"]),
    ("person_name", "联系人：🌸蒋思远🌸，男", ["蒋思远"]),
    ("person_name", "户名何秀兰，别转错", ["何秀兰"]),
    ("person_name", "收件人张伟收", ["张伟"]),
    ("person_name", "刚才王建川给我打电话了", ["王建川"]),
    ("person_name", "吴海涛和林可欣下个月结婚", ["吴海涛", "林可欣"]),
    ("person_name", "请石磊同学上台领奖", ["石磊"]),
    ("person_name", "高圆圆女士的快递", ["高圆圆"]),
    ("person_name", "刘涛说他不来了", ["刘涛"]),
    ("person_name", "甲方代表：徐峥", ["徐峥"]),
    ("person_name", "报销人 钱学敏", ["钱学敏"]),
    ("person_name", "本人马思纯，身份证在此", ["马思纯"]),
    ("person_name", "新同学沈文静坐第三排", ["沈文静"]),
    ("person_name", "那个司马青云是谁推荐的", ["司马青云"]),
    ("person_name", "陳嘉慧回來了", ["陳嘉慧"]),
    ("person_name", "学生买买提·艾力转到我们班", ["买买提·艾力"]),
    ("person_name", "姓名：扎西卓玛", ["扎西卓玛"]),
    ("mobile", "微信同号13083917265，备注年会", ["13083917265"]),
    ("mobile", "Tom13800138000，TEL13900139000", ["13800138000", "13900139000"]),
    ("mobile", "13800138000vx同号", ["13800138000"]),
    ("mobile", "打到13800138000", ["13800138000"]),
    ("bank_card", "打到62 2202 1000 1122 3344 9，分段好核对", ["62 2202 1000 1122 3344 9"]),
    ("email", "抄送:a@b.cn:谢谢", ["a@b.cn"]),
    ("url", "官网 moyu.fun，友链：a.me/b", ["moyu.fun", "a.me/b"]),
    ("url", "静态资源//cdn.a.vip/js/app.js", ["//cdn.a.vip/js/app.js"]),
    ("url", "xiaoyu.blog，asp.net/learn", ["xiaoyu.blog", "asp.net/learn"]),
    ("ip", "网关编码见表，地址10.5.3.2", ["10.5.3.2"]),
    ("wechat_id", "薇hx20180318，只谈合作", ["hx20180318"]),
    ("wechat_id", "薇：jiaju-laochen", ["jiaju-laochen"]),
    ("wechat_id", "微❤️meimei_nail3", ["meimei_nail3"]),
    ("wechat_id", "我換了微信，新的ID是AmyLin_tw", ["AmyLin_tw"]),
    ("wechat_id", "微信号改了，现在叫tk_wu_2024", ["tk_wu_2024"]),
    ("wechat_id", "微信号大写的LEGAL_TH，别输小写", ["LEGAL_TH"]),
    ("wechat_id", "微信guo_huayue和liu_huayue，还有a12345", ["guo_huayue", "liu_huayue", "a12345"]),
    ("qq", "我不用微信，扣918273645", ["918273645"]),
    ("qq", "扣我：918273，Q我12345678", ["918273", "12345678"]),
    ("qq", "QQ495817263、2103948571", ["495817263", "2103948571"]),
    ("qq", "QQ12345678、13800138000", ["12345678"]),
    ("qq", "QQ号改绑了，现在是1590283746", ["1590283746"]),
    ("qq", "QQ還是八位的81930472", ["81930472"]),
    ("qq", "QQ五位靓号58213，加扣扣群主520183947", ["58213", "520183947"]),
    ("qq", "他QQ空间没关，号39017482", ["39017482"]),
    ("password", "初始密码統一是Welcome_88", ["Welcome_88"]),
    ("password", "密碼幫你重設為Reset#2046", ["Reset#2046"]),
    ("password", "保险箱密码38-14-72，左三圈", ["38-14-72"]),
    ("password", "密马share_0318，打错了", ["share_0318"]),
    ("password", "手机锁屏147258，帮我关下闹钟", ["147258"]),
    ("password", "AccessKeySecret:vT8xLq2NfZ0aKd7RmYw3Pc", ["vT8xLq2NfZ0aKd7RmYw3Pc"]),
    ("password", "SK：vT8xLq2NfZ0aKd7RmYw3Pc", ["vT8xLq2NfZ0aKd7RmYw3Pc"]),
    ("password", "路由器后台 admin / fish@home9", ["fish@home9"]),
    ("password", "redis的auth Rd_s9!kk", ["Rd_s9!kk"]),
    ("password", "密码：旧的abc#2023，新的abc#2024x", ["abc#2023", "abc#2024x"]),
    ("password", "密码默认是hello_world", ["hello_world"]),
    ("money", "借我三千五，发工资还", ["三千五"]),
    ("money", "年终奖发了两万三🎉", ["两万三"]),
    ("money", "只肯出八十万，利润才4个多亿", ["八十万", "4个多亿"]),
    ("money", "融资1.2亿，押金退2k，到手1w2", ["1.2亿", "2k", "1w2"]),
    ("money", "$2,400一年", ["$2,400"]),
    ("money", "月薪一万二，成本三千多", ["一万二", "三千多"]),
    ("money", "房租3200，转我500，工资：8,000", ["3200", "500", "8,000"]),
    ("money", "凑了六十多万，欠公司十二万", ["六十多万", "十二万"]),
    ("money", "流水做到三个亿，垫了480，学费八千六", ["三个亿", "480", "八千六"]),
    ("wechat_id", "薇芯 lucky-wang77，w❤x：sunny_home1", ["lucky-wang77", "sunny_home1"]),
    ("wechat_id", "微信号已更换为boss_chen66", ["boss_chen66"]),
    ("wechat_id", "WeChat ID is kevin_hu88", ["kevin_hu88"]),
    ("qq", "群号是 639201847，QQ搜", ["639201847"]),
    ("qq", "QQ交流群 481920375 已满", ["481920375"]),
    ("qq", "QQ1:38291047，QQ2:56473829", ["38291047", "56473829"]),
    ("password", "邮箱授权码 qwexzvbnmasdfghj", ["qwexzvbnmasdfghj"]),
    ("qq", "我Q是73829104", ["73829104"]),
    ("wechat_id", "微我 lanlan_8812", ["lanlan_8812"]),
    ("password", "新的WiFi密码叫 coffee4you", ["coffee4you"]),
    ("money", "报销了3680，标价699的耳机，月供5200", ["3680", "699", "5200"]),
    ("password", "U盾密码我写了：739201", ["739201"]),
    ("plate", "車牌是粵Z1839港，閩C·28V61", ["粵Z1839港", "閩C·28V61"]),
    ("address", "救护车到福星家园12-3-602，快", ["福星家园12-3-602"]),
    ("person_name", "王建国先生的快递", ["王建国"]),
    ("person_name", "甲方对接人：宋佳琪、邓凯", ["宋佳琪", "邓凯"]),
    ("person_name", "经办人 田\u3000野，盖章", ["田\u3000野"]),
]

# The recognizer, and a text that looks alike and is something else.
MISSES = [
    ("mobile", "12800138000"),
    ("mobile", "1380013800"),
    ("mobile", "138001380001"),
    ("mobile", "6222 1380 0138 000"),
    ("mobile", "138 0013 8000 1234"),
    ("mobile", "15 20 30 40 50 6"),
    ("mobile", "15400138000"),
    ("mobile", "2023-11-15 13:45:00"),
    ("landline", "010-12345"),
    ("landline", "020-12345678"),
    ("landline", "2024-0371-6552998x"),
    ("landline", "13800138000"),
    ("landline", "87654321"),
    ("id_card", "110105194912310021"),
    ("id_card", "11010519490231002X"),
    ("id_card", "99010519491231002X"),
    ("id_card", "11010519491231002X1"),
    ("id_card", "110105491231002"),
    ("id_card", "订单110105491231002，实名的"),
    ("id_card", "IMEI 352099001761481，保修证"),
    ("id_card", "身份证号：110105491331002"),
    ("bank_card", "4111111111111112"),
    ("bank_card", "1111111111111117"),
    ("bank_card", "A4111111111111111"),
    ("bank_card", "4111 1111 1111 1111 1111"),
    ("bank_card", "62220210001122334490"),
    ("bank_card", "650101198801011236"),
    ("email", "@张三 你好"),
    ("email", "abc@"),
    ("email", "@qq.com"),
    ("email", "abc@localhost"),
    ("email", "...@qq.com"),
    ("url", "ok。me too"),
    ("url", "logo.ai main.py"),
    ("url", "abc@mail.qq.com"),
    ("url", "version 1.2.3"),
    ("url", "好的.谢谢"),
    ("url", "a.comb"),
    ("url", "2.中国地大物博"),
    ("ip", "版本 8.0.32.1"),
    ("ip", "v1.2.3.4"),
    ("ip", "Chrome 120.0.60.109"),
    ("ip", "第3.1.2.1条"),
    ("ip", "1.2.3.4.5"),
    ("ip", "256.1.1.1"),
    ("ip", "01.02.03.04"),
    ("ip", "1.7。1.75"),
    ("ip", "12:30:45"),
    ("ip", "std::x dead::beef"),
    ("ip", "00:1A:2B:3C:4D:5E"),
    ("ip", "1::2::3"),
    ("ip", "3点5点7点9点都有课"),
    ("ip", "三百点二十点一点一点"),
    ("ip", "12:00:1A:2B:3C:4D:5E:6F:70"),
    ("wechat_id", "微信 Android版本"),
    ("wechat_id", "微信是Tencent的"),
    ("wechat_id", "微信abc"),
    ("wechat_id", "微信支付2024"),
    ("wechat_id", "zhangsan123"),
    ("wechat_id", "威信扫地"),
    ("wechat_id", "微信 iphone15 发的"),
    ("wechat_id", "python3微信机器人"),
    ("wechat_id", "小号ceshi_xiaohao"),
    ("wechat_id", "https://t.me/+w_abc123456"),
    ("qq", "QQ 10000条消息"),
    ("qq", "QQ号 0123456"),
    ("qq", "QQ 1234"),
    ("qq", "12345678"),
    ("qq", "QQ浏览器"),
    ("password", "password is required"),
    ("password", "密码 8-16位"),
    ("password", "密码：******"),
    ("password", "密码是多少"),
    ("password", "密码 2024-01-01 到期"),
    ("password", "2024 验证码"),
    ("password", "密码见 https://a.com/1"),
    ("password", "密码：https://a.com/1"),
    ("password", "口令12345次"),
    ("password", "密码错了六个小时"),
    ("password", "2024是密码到期的年份"),
    ("password", "验证码一一对应"),
    ("money", "一元二次方程"),
    ("money", "三块石头"),
    ("money", "我们一块去"),
    ("money", "5元素"),
    ("money", "万元户"),
    ("money", "三元桥"),
    ("money", "元旦放假"),
    ("money", "人民币"),
    ("money", "关于预算这一块，分成三块。"),
    ("money", "12345"),
    ("money", "切成十块，每人一块"),
    ("money", "30块蛋糕"),
    ("money", "三块五花肉"),
    ("money", "60欧洲人"),
    ("money", "①②③元宵"),
    ("money", "步数两万五"),
    ("passport", "E12345678"),
    ("passport", "护照 2024"),
    ("passport", "护照号E0722822格式不对"),
    ("passport", "护照号B43026007格式不对"),
    ("passport", "护照20301231到期"),
    ("plate", "京A12"),
    ("plate", "京AABCDE"),
    ("plate", "京I12345"),
    ("plate", "云sg500g"),
    ("plate", "川A1234567"),
    ("plate", "最新A12345到货"),
    ("plate", "京A12345款手机壳"),
    ("plate", "华为云A12345"),
    ("plate", "京A一二三"),
    ("credit_code", "91110000600037341M"),
    ("credit_code", "91110000600037341LA"),
    ("credit_code", "34052419800101001X"),
    ("address", "中山路又堵了，绕一下"),
    ("address", "人民路12号下午封路"),
    ("address", "三里屯12号见"),
    ("address", "南京路3号线在修"),
    ("address", "高速路3号出口"),
    ("address", "这条路3号就通了"),
    ("address", "我知道12号要交表"),
    ("address", "思路1号方案更好"),
    ("address", "小区12号停水"),
    ("address", "晴田花园5栋又停电了"),
    ("address", "我们村3号办酒"),
    ("address", "二单元的团购到了没"),
    ("address", "群里12号发的通知"),
    ("address", "上海市今天限行尾号1和6"),
    ("address", "浙江省杭州市西湖区"),
    ("person_name", "小王在吗"),
    ("person_name", "王总让你去一趟"),
    ("person_name", "李老师说明天交作业"),
    ("person_name", "今天好高兴"),
    ("person_name", "马上就到"),
    ("person_name", "收件人写谁"),
    ("person_name", "联系人方便填吗"),
    ("person_name", "周大福的金价又涨了"),
    ("person_name", "跟李锦记说要涨价"),
    ("person_name", "石家庄下雪了"),
    ("person_name", "小李明天请假"),
    ("person_name", "小李微信被封了"),
    ("person_name", "我表哥是卫健委的"),
    ("person_name", "明天验收"),
    ("person_name", "封路修管子"),
    ("person_name", "丁香花开了"),
    ("person_name", "请马上处理"),
    ("person_name", "文静路堵了"),
    ("person_name", "北京·朝阳"),
    ("mobile", "金额15900000000韩元"),
    ("mobile", "SN：G13671908253K"),
    ("mobile", "DD13671908253已发"),
    ("mobile", "0.13907721465这个系数"),
    ("mobile", "订单编号：13544207716"),
    ("mobile", "主键都跑到18907135824了"),
    ("landline", "项目编号021-2024-0317"),
    ("bank_card", "62 2202 1000 1122 3344 8"),
    ("bank_card", "62-2202 1000-1122 3344 9"),
    ("email", "git clone git@github.com:moyu/fish.git"),
    ("email", "ssh://git@github.com/moyu/fish"),
    ("email", "poster@3x@1.5.psd"),
    ("url", "ASP.NET那套老系统，Socket.IO也旧"),
    ("url", "配置spring.cloud，this.name"),
    ("ip", "章节编号5.1.2.10漏了"),
    ("ip", "圖號 7.3.1.12 要改版"),
    ("ip", "尺寸10.5.3.2"),
    ("wechat_id", "紫薇花开hx2018"),
    ("wechat_id", "微信改成iphone15登的"),
    ("wechat_id", "微信换了，现在用androidx"),
    ("wechat_id", "微信公众号原始ID：gh_8f3c2a91d7e6"),
    ("wechat_id", "微信换了，20240301起用"),
    ("wechat_id", "轻微scratch_01"),
    ("qq", "折扣12345678"),
    ("qq", "扣1928，还没退"),
    ("qq", "扣10000000元"),
    ("qq", "QQ群文件里订单384729165"),
    ("password", "手机锁屏2024年款"),
    ("password", "门禁1200元一套"),
    ("password", "保险箱12345"),
    ("password", "密码24-12-25到期"),
    ("password", "密码先reset吧"),
    ("password", "admin / guest角色"),
    ("password", "auth 2.0.1"),
    ("password", "旧的abc#2023，新的abc#2024x"),
    ("money", "播放量1.2亿，爆了"),
    ("money", "用户数破10万，几个亿"),
    ("money", "花了三千步，收了两百斤"),
    ("money", "成本三千五百人摊"),
    ("money", "花了一万时间"),
    ("money", "工资2024年调整，报价3.2版"),
    ("money", "工资条3000"),
    ("money", "转我13800138000"),
    ("money", "定金12:30前付，房租202405-06"),
    ("money", "参会三千五"),
    ("money", "工资表有三百行"),
    ("money", "花了第三千个名额，学了一万遍"),
    ("money", "免费三千份，浪费三千斤"),
    ("wechat_id", "维新变法abc_123"),
    ("qq", "微信群号 639201847"),
    ("password", "授权码abcdefgh"),
    ("ip", "BIOS 1.18.0.22"),
    ("url", "版本v2.3.1.cn那个渠道包"),
    ("plate", "阿里雲A12345"),
    ("address", "福星家园12-3-602-1"),
    ("address", "家园12-3-602"),
    ("person_name", "张江高科涨停"),
    ("person_name", "姓名、金额、单位"),
]

# Pieces that come close to what the recognizers look for, to be put together at random.
PIECES = st.lists(
    st.one_of(
        st.sampled_from([text for _, text, _ in FINDS] + [text for _, text in MISSES]),
        st.sampled_from(
            [*"0123 -.:@/·一元块微信密码Ｑq:：。", "\ud800", "\x00", "\n", "RＭb", "86", "::"]
        ),
        st.text(st.characters(), max_size=5),
    ),
    max_size=8,
).map("".join)

BIG = 40_000
LONG_TEXTS = [
    "微信a12345和",
    "和wx13800138000",
    "、QQ12345678、",
    "、12345678",
    "token a1234，新的",
    "密码旧的",
    "微信现在",
    "QQ现在",
    "工资了",
    "费工资了我就",
    "花了我就给1",
    "、pwd=abcd",
    "扣我",
    "62 ",
    "a-1-",
    "0.1",
    "//a.",
    "今天下午开会，请大家准时参加。",
    "1",
    "1 ",
    "1 3 8 0 0 1 3 8 0 0 0 ",
    "6666 ",
    "(+86",
    "a",
    "a.",
    "a@a.cn",
    "a" * 64 + "@",
    "::1 ",
    "http://",
    "微信",
    "密码 ",
    "password=",
    "QQ,",
    "1,111",
    "一",
    "京A",
    "王",
    "买",
    "阿·",
    "路1号",
    "浙江省",
    "1栋",
    "密码是1个",
    "①",
    "١",
    "１",
    " ",
    "\ud800",
    "\x00",
]


def widened(text: str) -> str:
    """The text with its Latin letters and digits in full width."""
    return "".join(chr(0xFEE0 + ord(c)) if c.isascii() and c.isalnum() else c for c in text)


@pytest.mark.parametrize(("name", "text", "expected"), FINDS)
def test_finds(name: str, text: str, expected: list[str]) -> None:
    """The recognizer finds exactly these pieces of the text."""
    spans = RECOGNIZERS[name].find(text)

    assert expected == [text[start:end] for start, end in spans]


@pytest.mark.parametrize(("name", "text"), MISSES)
def test_leaves_alone(name: str, text: str) -> None:
    """The recognizer finds nothing in what only looks alike."""
    assert RECOGNIZERS[name].find(text) == ()


@pytest.mark.parametrize(("name", "text", "expected"), FINDS)
def test_width_does_not_matter(name: str, text: str, expected: list[str]) -> None:
    """Full-width letters and digits are found where the narrow ones are."""
    find = RECOGNIZERS[name].find

    assert find(text) == find(widened(text))
    assert RECOGNIZERS[name].gate in may_hold(widened(text))


@pytest.mark.parametrize(("name", "text", "expected"), FINDS)
def test_neighbours_do_not_matter(name: str, text: str, expected: list[str]) -> None:
    """Lone surrogates, NUL and line ends around a find move it and nothing else."""
    find = RECOGNIZERS[name].find
    moved = tuple((start + 3, end + 3) for start, end in find(text))

    assert moved == find(f"\ud800\x00\n{text}\n\x00\udfff")


@pytest.mark.parametrize("name", RECOGNIZERS)
def test_tables_cover(name: str) -> None:
    """Each recognizer has rows of both kinds."""
    assert name in {row[0] for row in FINDS}
    assert name in {row[0] for row in MISSES}


@given(PIECES)
def test_spans_are_in_order_inside_the_text(text: str) -> None:
    """Any text gives non-empty spans within it, in order and without overlap."""
    for recognizer in RECOGNIZERS.values():
        last = 0
        for start, end in recognizer.find(text):
            assert last <= start < end <= len(text)
            last = end


@given(PIECES)
def test_gates_never_close_on_a_find(text: str) -> None:
    """Whoever finds something in a text has its gate open there."""
    held = may_hold(text)
    for recognizer in RECOGNIZERS.values():
        assert recognizer.gate in held or recognizer.find(text) == ()


def test_clean_chinese_passes_no_gate() -> None:
    """A message of Chinese characters and their punctuation needs no recognizer."""
    assert may_hold("今天下午开会，请大家准时参加。收到！") == frozenset()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("138-0013-8000", {"digits", "word"}),
        ("3点开会", set()),
        ("＠张三", {"at"}),
        ("a.b", {"address"}),
        ("请发ABCD", {"word"}),
        ("五元", {"money"}),
    ],
)
def test_gates(text: str, expected: set[str]) -> None:
    """A text passes just the gates that it has the characters for."""
    assert expected == may_hold(text)


def test_registry_is_whole() -> None:
    """Each recognizer has its own name, Chinese name, meaning and a known gate."""
    assert len({recognizer.zh for recognizer in RECOGNIZERS.values()}) == len(RECOGNIZERS) == 16
    for name, recognizer in RECOGNIZERS.items():
        assert name == recognizer.name
        assert recognizer.meaning
        assert recognizer.gate in GATES


def test_recognizers_pickle() -> None:
    """A recognizer comes out of a pickle as itself."""
    every = tuple(RECOGNIZERS.values())

    assert every == pickle.loads(pickle.dumps(every))


@given(st.text(st.characters()))
def test_narrowed_keeps_length(text: str) -> None:
    """The reading that is searched has the length of the text."""
    assert len(text) == len(narrowed(text))


@pytest.mark.parametrize("piece", LONG_TEXTS, ids=ascii)
def test_long_texts_take_linear_time(piece: str) -> None:
    """Eight times the text, up to forty thousand characters, takes eight times the time."""
    few, many = (piece * (size // len(piece)) for size in (BIG // 8, BIG))
    for recognizer in RECOGNIZERS.values():
        assert growth(recognizer.find, few, many) < 3 * 8, recognizer.name


@pytest.mark.parametrize("piece", ["王芳说", "姓名：王芳", "花园A座", "马上", "欧阳"])
def test_texts_of_nothing_but_names_take_linear_time(piece: str) -> None:
    """Each name is looked at with the words around it, which costs some microseconds."""
    few, many = (piece * (size // len(piece)) for size in (BIG // 64, BIG // 8))

    assert growth(RECOGNIZERS["person_name"].find, few, many) < 3 * 8


@given(st.integers(0, 999), st.dates())
def test_one_check_digit_fits_an_identity_number(serial: int, born: object) -> None:
    """Of eleven endings exactly one makes an identity number."""
    body = f"110105{str(born).replace('-', '')}{serial:03}"

    assert sum(is_id_card(body + last) for last in "0123456789X") == 1


@given(st.integers(0, 10**13 - 1))
def test_one_luhn_digit_fits_a_card(number: int) -> None:
    """Of ten last digits exactly one makes a card number."""
    assert sum(is_bank_card(f"62{number:013}{last}") for last in range(10)) == 1


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=17, max_size=17))
def test_one_check_character_fits_a_credit_code(body: str) -> None:
    """Of the 31 endings exactly one makes a credit code."""
    assert sum(is_credit_code(body + last) for last in "0123456789ABCDEFGHJKLMNPQRTUWXY") == 1


SPELLED = {
    "mobile": [
        ("我号码是一三八零零零零二四六八，你记一下", "一三八零零零零二四六八"),
        ("打幺五九-幺二三四-零零七六找小刘", "幺五九-幺二三四-零零七六"),
        ("要货➕①③⑦①②③④⓪⓪⑧⑧", "①③⑦①②③④⓪⓪⑧⑧"),
        ("他发来١٣٦١٢٣٤٠٠٥٥", "١٣٦١٢٣٤٠٠٥٥"),
        ("138、0000、1122打不通", "138、0000、1122"),
        ("打𝟏𝟑𝟖𝟎𝟎𝟏𝟑𝟖𝟎𝟎𝟎就行", "𝟏𝟑𝟖𝟎𝟎𝟏𝟑𝟖𝟎𝟎𝟎"),
        ("电话१३८००१३८०००", "१३८००१३८०००"),
        ("壹叁捌零零壹叁捌零零零是我", "壹叁捌零零壹叁捌零零零"),
        ("呼叫幺三八洞洞幺三八洞洞洞", "幺三八洞洞幺三八洞洞洞"),
        ("📞1️⃣5️⃣2️⃣ - 1️⃣2️⃣3️⃣4️⃣ - 0️⃣0️⃣6️⃣6️⃣📞", "1️⃣5️⃣2️⃣ - 1️⃣2️⃣3️⃣4️⃣ - 0️⃣0️⃣6️⃣6️⃣"),
        (
            "1\u200b3\u200b\u200b\u200b\u200b\u200b800138000",
            "1\u200b3\u200b\u200b\u200b\u200b\u200b800138000",
        ),
        ("+86 (138) 0013-8000", "+86 (138) 0013-8000"),
        ("138/0013/8000", "138/0013/8000"),
        ("①13800138000", "13800138000"),
    ],
    "landline": [
        ("物业零二八 八五五五零一六六", "零二八 八五五五零一六六"),
        ("打0️⃣2️⃣1️⃣-6️⃣3️⃣8️⃣9️⃣1️⃣1️⃣6️⃣9️⃣", "0️⃣2️⃣1️⃣-6️⃣3️⃣8️⃣9️⃣1️⃣1️⃣6️⃣9️⃣"),
        ("(86)21-63338888", "(86)21-63338888"),
    ],
    "id_card": [
        ("身份证一一〇一〇五一九四九一二三一〇〇二Ｘ", "一一〇一〇五一九四九一二三一〇〇二Ｘ"),
        ("证号𝟏𝟏𝟎𝟏𝟎𝟓 𝟒𝟗𝟏𝟐𝟑𝟏 𝟎𝟎𝟐", "𝟏𝟏𝟎𝟏𝟎𝟓 𝟒𝟗𝟏𝟐𝟑𝟏 𝟎𝟎𝟐"),
    ],
    "bank_card": [("转这张④①①①①①①①①①①①①①①①", "④①①①①①①①①①①①①①①①")],
    "qq": [
        ("加扣扣三零零零零四五六七聊", "三零零零零四五六七"),
        ("企鹅号3️⃣3️⃣7️⃣7️⃣4️⃣4️⃣，长期收", "3️⃣3️⃣7️⃣7️⃣4️⃣4️⃣"),
        ("Q号 12345678", "12345678"),
    ],
    "wechat_id": [
        ("微信一三八零零一三八零零零", "一三八零零一三八零零零"),
        ("微信同手机号13800138000", "13800138000"),
        ("搜Qingtian_HR加我微信", "Qingtian_HR"),
        ("小号是ceshi_xiaohao，微信加一下", "ceshi_xiaohao"),
    ],
    "password": [
        ("支付密码一三五七九零，六位", "一三五七九零"),
        ("验证码是⓪⑥⑦⑨，你快填", "⓪⑥⑦⑨"),
        ("验证码是三七二九", "三七二九"),
        ("密码是六个8", "六个8"),
        ("校验码90 21 37", "90 21 37"),
        ("验证码 1 2 3 4 5 6", "1 2 3 4 5 6"),
        ("🔑Door#7788🔑门禁密码", "Door#7788"),
        ("8848是门锁密码", "8848"),
    ],
    "money": [
        ("中了⑤⓪⓪元，请客", "⑤⓪⓪元"),
        ("欠我的٣٠٠块什么时候给", "٣٠٠块"),
        ("①100元", "100元"),
        ("他一年挣两百来万元", "两百来万元"),
        ("海淘花了60欧", "60欧"),
        ("停车费十块，先垫着", "十块"),
        ("这个要八块", "八块"),
        ("苹果三块五一斤", "三块五"),
        ("一百八成交", "一百八"),
        ("这车2.5w收的", "2.5w"),
        ("转了我500块买菜", "500块"),
    ],
    "passport": [("护照E𝟏𝟒𝟑𝟓𝟗𝟏𝟗𝟑", "E𝟏𝟒𝟑𝟓𝟗𝟏𝟗𝟑")],
    "plate": [
        ("网约车鄂BST①③②到了", "鄂BST①③②"),
        ("川A一二三四五", "川A一二三四五"),
        ("陕A、01234被贴条了", "陕A、01234"),
        ("谁的车，京ap679l", "京ap679l"),
        ("京 A 1 2 3 4 5", "京 A 1 2 3 4 5"),
        ("车牌云sg500g", "云sg500g"),
    ],
    "credit_code": [
        ("税号911100 00 6000 3734 1L", "911100 00 6000 3734 1L"),
        ("税号9111-0000-6000-3734-1L", "9111-0000-6000-3734-1L"),
    ],
    "ip": [
        ("跳板机١٩٢.٠.٢.٦٦", "١٩٢.٠.٢.٦٦"),
        ("地址192点168点1点20", "192点168点1点20"),
        ("一九二点一六八点一点一", "一九二点一六八点一点一"),
        ("IP：2001:db8::2f87", "2001:db8::2f87"),
        ("ipv6:2001:db8::2f87", "2001:db8::2f87"),
    ],
    "email": [("邮箱a𝟏𝟐@qq.com", "a𝟏𝟐@qq.com")],
    "url": [("www.example𝟏𝟐.com", "www.example𝟏𝟐.com")],
}


@pytest.mark.parametrize(
    ("name", "text", "found"), [(name, *row) for name, rows in SPELLED.items() for row in rows]
)
def test_numbers_in_any_script(name: str, text: str, found: str) -> None:
    """Digits are digits in characters, in circles and in other alphabets; places are the text's."""
    ((start, end),) = RECOGNIZERS[name].find(text)

    assert text[start:end] == found
    assert RECOGNIZERS[name].gate in may_hold(text)


@pytest.mark.parametrize(
    "text",
    [
        "一三五七九都有课",
        "第三十二条",
        "二〇二六年三月",
        "五六七个人",
        "三二一开始",
        "一二三四五六七八九十",
    ],
)
def test_counting_is_no_number_to_call(text: str) -> None:
    """A row of numerals in a sentence is no telephone number."""
    for name in ("mobile", "landline", "id_card", "bank_card", "qq"):
        assert RECOGNIZERS[name].find(text) == ()


def test_a_counted_amount_is_no_telephone() -> None:
    """Eleven digits with what was counted behind them, or of a version, are no mobile number."""
    for text in ("营收13800450000元", "固件1.47.6406.0315升级失败", "编号13800450000"):
        assert RECOGNIZERS["mobile"].find(text) == ()
