# كلمات Sotto بالعربية. المصطلحات: الوضع الآمن، المستوى، بطاقة، رقم الأمان، يُلاحَظ ولا يُمنَع، النظارة.
# للأعداد ست صيغ: zero و one و two و few و many و other.

list-join = { $first }، { $next }

## call
call-preparing = يجري تجهيز هذا الهاتف للوضع الآمن { $level }…
call-dialling = جارٍ الاتصال…
call-ringing = يرنّ الهاتف…
call-incoming = مكالمة واردة
call-incoming_secure = مكالمة واردة في الوضع الآمن { $level }
call-connecting = جارٍ الربط…
call-connected = متصل
call-lasted = { $time }
call-mute = كتم الصوت
call-unmute = إلغاء الكتم
call-hold = تعليق المكالمة
call-resume = استئناف المكالمة
call-speaker = مكبّر الصوت
call-earpiece = سمّاعة الأذن
call-headset = سماعة الرأس
route-earpiece = الصوت: سمّاعة الأذن
route-speaker = الصوت: مكبّر الصوت
route-wired = الصوت: سماعة رأس سلكية
route-bluetooth = الصوت: سماعة رأس بلوتوث
cannot-no_headset = لا توجد سماعة رأس متصلة.
cannot-in_headset = الصوت يصل إلى سماعة الرأس بالفعل.
cannot-no_earpiece = لا توجد سمّاعة أذن في هذا الجهاز: لا يخرج الصوت إلا من مكبّر الصوت.
cannot-no_speaker = لا يوجد مكبّر صوت في هذا الجهاز.
call-contact = صفحة جهة الاتصال
call-end = إنهاء
call-cancel = إلغاء
call-answer = ردّ
call-answering = تم الرد: تتصل حالما يجهز هذا الهاتف للوضع الآمن { $level }.
call-decline = رفض
cannot-not_connected = لم يتصل أحد بعد.
call-address_hidden = يبقى عنوانك على الإنترنت مخفيًا عن الهاتف الآخر.
incoming-stranger = ليس ضمن جهات اتصالك؛ يبقى عنوانك على الإنترنت مخفيًا.
incoming-will_forbid = إذا أجبت، يمنع هذا الهاتف:
call-muted = صوتك مكتوم.
call-held = علّقت المكالمة.
call-other_muted = كتم الطرف الآخر صوته.
call-other_held = علّق الطرف الآخر المكالمة.
call-not_heard_secure = لا يسمعك الطرف الآخر: لا يمرّ الصوت حتى يكون الهاتفان في الوضع الآمن { $level }.
call-not_heard_microphone = لا يسمعونك: ميكروفون هذا الهاتف لا يعطي صوتًا. ربما يستخدمه تطبيق آخر، أو لا يُسمح لتطبيق Sotto باستخدامه.
call-not_heard_network = لا يسمعك الطرف الآخر: شبكتك تفقد معظم صوتك.
call-silent = لا تسمع الطرف الآخر: شبكته تفقد معظم صوته.
quality-weak_theirs = شبكة الطرف الآخر ضعيفة
quality-weak_yours = شبكتك ضعيفة
quality-weak_both = الاتصال ضعيف لدى الطرفين
quality-delayed = التأخير كبير: ليدع كل منكما الآخر يُكمل كلامه

## chat
chat-back = رجوع
chat-call = اتصال
chat-secure_screen = الوضع الآمن
chat-write = رسالة
chat-send = إرسال
chat-empty = لا رسائل بعد.
chat-secure_note = ما تكتبه الآن لا يُحفظ على أيّ من الهاتفين: يزول عند انتهاء الوضع الآمن.
chat-changed = بدأ الوضع الآمن أو انتهى في هذه المحادثة. انظر هل ما زلت تريد إرسال هذا.
chat-not_ready = انتظر حتى يسري الوضع الآمن على الهاتفين: ما تكتبه الآن سيُحفظ.
chat-stranger = ليس ضمن جهات اتصالك. لن يعرف إن كانت رسالته قد وصلت.
chat-accept = إضافة إلى جهات الاتصال
chat-add_first = أضف هذا الشخص إلى جهات اتصالك كي تردّ عليه.
chat-delete = حذف هذه الرسالة من هنا
chat-clear = حذف كل الرسائل من هنا
chats-empty = لا محادثات بعد. افتح جهة اتصال واكتب أول رسالة.
chats-unread =
    { $count ->
        [zero] لا رسائل غير مقروءة
        [one] رسالة واحدة غير مقروءة
        [two] رسالتان غير مقروءتين
        [few] { $count } رسائل غير مقروءة
        [many] { $count } رسالة غير مقروءة
       *[other] { $count } رسالة غير مقروءة
    }
chats-you = أنت: { $text }
chats-deleted = حُذفت الرسالة
tick-queued = بانتظار الإرسال
tick-sent = أُرسلت
tick-delivered = وصلت
tick-read = قُرئت
tick-failed-expired = لم تُرسل: انقضى وقتها. أرسلها من جديد.
tick-failed-card = لم تُرسل: لم تعد بطاقة جهة الاتصال هذه صالحة. امسح بطاقة جديدة.
tick-failed-keys = لم تُرسل: أعطى الخادم مفاتيح خاطئة لجهة الاتصال هذه.
tick-failed-large = لم تُرسل: حجمها كبير جدًا. أرسلها على أجزاء.
tick-failed-refused = لم تُرسل: رفضها الخادم. حدّث التطبيق.
tick-failed-contact = لم تُرسل: لم يعد هذا الشخص ضمن جهات اتصالك.
notice-call = مكالمة واردة
notice-secure_call = مكالمة آمنة
notice-ding = دينغ
notice-secure_ding = دينغ آمن
notice-message = رسالة جديدة
notice-missed = مكالمة فائتة
notice-said = { $who }: { $text }

## conference
conference-title =
    { $count ->
        [zero] مكالمة بلا مشاركين
        [one] مكالمة فيها مشارك واحد
        [two] مكالمة بين مشاركَين
        [few] مكالمة بين { $count } مشاركين
        [many] مكالمة بين { $count } مشاركًا
       *[other] مكالمة بين { $count } مشارك
    }
conference-participant = المشارك { $number }
conference-you = أنت
conference-host = المضيف
conference-muted = الميكروفون مغلق
conference-knocking = بانتظار السماح بالدخول…
conference-inside = أنت في المكالمة.
conference-denied_cannot = لم يُسمح لك بالدخول: لا يستطيع هذا الهاتف منع { $what }. اطلب من الآخرين خفض المستوى.
conference-denied_full = لم يُسمح لك بالدخول: لا مكان لمشارك آخر.
conference-denied_uninvited = لم يُسمح لك بالدخول: لم يدعُ أحد هذا الهاتف. اطلب دعوة.
conference-left = غادرت المكالمة.
conference-violation = حدث أمر ممنوع على هذا الهاتف فأُخرج من المكالمة. اطلب دعوة جديدة.
conference-removed = أُخرجت من المكالمة. اطلب دعوة جديدة.
conference-lost = لم يعد أحد يجيب.
conference-alone = لم يبقَ أحد غيرك.
conference-heard = يسمعه الجميع في الوضع الآمن
conference-ordinary = مكالمة عادية، ليست في الوضع الآمن
conference-arming = لا يُسمَع ولا يَسمَع بعد: يجري التجهيز
conference-cannot = لا يُسمَع ولا يَسمَع: لا يستطيع هذا الهاتف منع كل شيء
conference-broken = لا يُسمَع ولا يَسمَع: يحدث هناك أمر ممنوع
conference-silent = لا يُسمَع ولا يَسمَع: لا استجابة
conference-distrusted = لا يُسمَع ولا يَسمَع: تقريره يناقض نفسه
conference-look_all = الوضع الآمن { $level } سارٍ على كل الهواتف
conference-look_some = الوضع الآمن { $level } ليس ساريًا على كل الهواتف
camera-off = الكاميرا مغلقة
camera-on = الكاميرا مفتوحة
camera-hidden_guard = الصورة مخفية حتى يصبح الهاتف آمنًا
camera-hidden_level = الصور مخفية في الوضع الآمن { $level }
camera-turn_on = فتح الكاميرا
camera-turn_off = إغلاق الكاميرا
conference-asked_level = يطلب أحدهم خفض المستوى إلى الوضع الآمن { $level }. يلزم موافقة الجميع.
conference-asked_ordinary = يطلب أحدهم الخروج من الوضع الآمن. يلزم موافقة الجميع.
conference-asked_noticed = يطلب أحدهم في الوضع الآمن { $level } أن يُلاحَظ هذا ولا يُمنَع: { $what }. يلزم موافقة الجميع.
conference-waiting = وافقتَ أنت. لم يوافق الجميع بعد.
conference-leave = مغادرة
conference-invite = دعوة شخص
conference-only_host = المضيف وحده يدعو الآخرين.
conference-full = لا مكان لمشارك آخر.
conference-not_in = لم تدخل المكالمة بعد.

## ends
end-hung_up = انتهت المكالمة.
end-declined = رُفضت المكالمة.
end-busy = مشغول بمكالمة أخرى.
end-no_answer = لا ردّ.
end-cancelled = أُلغيت المكالمة.
end-answered_elsewhere = جرى الرد على جهاز آخر.
end-cannot_connect = تعذّر ربط الهاتفين. تحقّق من الشبكتين ثم أعد المحاولة.
end-secure_refused = تعذّر الوضع الآمن على الهاتفين معًا.
end-network_lost = انقطعت الشبكة.
end-violation = حدث أمر ممنوع، فأُنهيت المكالمة الآمنة.

## gesture
gesture-title = إيماءة الوضع الآمن
gesture-none = لا توجد بعد إيماءة تفتح شاشة الأمان.
gesture-taught_shake = هزّ الهاتف يفتح شاشة الأمان على المستوى { $level }.
gesture-taught_taps = النقر مرتين بإصبعين يفتح شاشة الأمان على المستوى { $level }.
gesture-taught_shape = رسم شكلك يفتح شاشة الأمان على المستوى { $level }.
gesture-unreadable = تعذّرت قراءة إيماءتك فأُوقفت: سجّلها من جديد.
gesture-shake = هزّ الهاتف
gesture-taps = النقر مرتين بإصبعين
gesture-shape = رسم شكل
gesture-how_shake = هزّ الهاتف ذهابًا وإيابًا بضع مرات ثم أمسكه بثبات.
gesture-how_taps = انقر بسرعة مرتين بإصبعين في المكان نفسه.
gesture-how_shape = ارسم شكلًا بإصبع واحد دون رفعه.
gesture-made = أُنجز { $count } من { $total }
gesture-once_more = والآن الإيماءة نفسها مرة أخرى.
gesture-stop = إلغاء
gesture-forget = حذف الإيماءة
gesture-nonsense = أعطى مستشعر الهاتف قراءات غير معقولة. أعد المحاولة.
gesture-too_long = كانت طويلة جدًا. اجعلها أقصر.
gesture-too_small = كانت صغيرة جدًا. اجعلها أكبر أو أقوى.
gesture-too_simple = تشبه الاستعمال العادي وستعمل من تلقاء نفسها. اختر غيرها.
gesture-wrong_kind = كانت هذه إيماءة من نوع آخر. أعد المحاولة.
gesture-differs = اختلفت عن السابقة. كرّر الإيماءة نفسها.

## people
people-hidden = الأسماء مخفية ما دام هذا الهاتف في الوضع الآمن.
who-secure_call = مكالمة آمنة
who-named = { $name }
who-someone = شخص ما
who-verified = موثَّق: مسحت هذه البطاقة بنفسك
who-not_verified = غير موثَّق: امسح بطاقة هذا الشخص عند اللقاء
who-no_card = ليس على Sotto: لم تُمسح له بطاقة
contacts-empty = لا أحد هنا بعد. امسح بطاقة من تريد الاتصال به.
contacts-not_found = لا أحد بهذا الاسم أو الرقم.
contacts-scan = مسح بطاقة
contacts-paste = لصق بطاقة
contacts-picture = قراءة بطاقة من صورة
contacts-my_card = بطاقتي
last-you_called = اتصلتَ به
last-they_called = اتصل بك
last-missed = مكالمة فائتة
last-not_taken = لم تُقبل هنا
last-not_reached = اتصلتَ به ولم يردّ
contact-call = اتصال
contact-secure = مكالمة آمنة، المستوى { $level }
contact-call_number = الاتصال بهذا الرقم
contact-call_sip = الاتصال بعنوان SIP هذا
contact-call_ip = الاتصال بعنوان الإنترنت هذا
contact-call_imsi = الاتصال بشريحة SIM هذه
contact-call_mac = الاتصال بهذا الجهاز
identifier-phone = رقم هاتف
identifier-sip = عنوان SIP
identifier-ip = عنوان إنترنت
identifier-imsi = شريحة SIM ‏(IMSI)
identifier-mac = جهاز (عنوان MAC)
identifier-phone_not_yet = ليس على Sotto: يمكنك الاتصال بهذا الرقم عندما يصل خادمك إلى شبكة الهاتف.
identifier-sip_not_yet = ليس على Sotto: يمكنك الاتصال بهذا العنوان عندما يصل خادمك إلى SIP.
identifier-ip_not_yet = ليس على Sotto: يمكنك الاتصال بهذا العنوان عندما يتصل خادمك بعناوين الإنترنت.
identifier-legacy_not_yet = ليس على Sotto: يمكنك الاتصال بهذا الجهاز عندما يصل خادمك إلى الأجهزة القديمة.
contact-delete = حذف جهة الاتصال
contact-block = حظر
contact-block_sure = لن تصلك بعد الآن مكالمات هذا الشخص ورسائله ودينغاته، ولن يُخبَر بذلك.
contact-unblock = إلغاء الحظر
contact-unblock_sure = سيتمكن هذا الشخص من الاتصال بك والكتابة إليك وإرسال دينغ من جديد. ما وصل في هذه الأثناء قد ضاع.
contact-blocked = محظور: لا يصلك شيء من هذا الشخص.
cannot-not_joined = لم ينضمّ هذا الهاتف إلى خادم بعد: امسح رابط انضمام أو الصقه أولًا.
cannot-offline = يتعذّر الوصول إلى خادمك الآن. يواصل الهاتف المحاولة.
cannot-in_call = هناك مكالمة جارية: أنهِها أولًا.
cannot-not_on_sotto = جهة الاتصال هذه ليست على Sotto: امسح بطاقتها أولًا.
cannot-blocked = لقد حظرت جهة الاتصال هذه: ألغِ الحظر أولًا.
safety-title = رقم الأمان
safety-how = إذا رأى كلاكما الرقم نفسه، فلا أحد يتنصّت بينكما.
safety-compare = المقارنة بالمسح
card-expires =
    { $count ->
        [zero] صالحة حتى تُنشئ بطاقة جديدة، وتنتهي اليوم
        [one] صالحة حتى تُنشئ بطاقة جديدة، ويومًا واحدًا على الأكثر
        [two] صالحة حتى تُنشئ بطاقة جديدة، ويومين على الأكثر
        [few] صالحة حتى تُنشئ بطاقة جديدة، و{ $count } أيام على الأكثر
        [many] صالحة حتى تُنشئ بطاقة جديدة، و{ $count } يومًا على الأكثر
       *[other] صالحة حتى تُنشئ بطاقة جديدة، و{ $count } يوم على الأكثر
    }
card-no_expiry = صالحة حتى تُنشئ بطاقة جديدة
card-share = مشاركة كرابط
card-new = بطاقة جديدة
card-new_hint = تنتهي الدعوات القديمة: من لديه البطاقة القديمة لا يمكنه الاتصال بك بها.
card-new_sure = هل تريد إنشاء بطاقة جديدة؟ تنتهي الدعوات التي وزّعتها: من لديه البطاقة القديمة وحدها لن يستطيع الوصول إليك بها.
card-online = يمكن الوصول إليك
scan-card = بطاقة { $name }
scan-card_unnamed = بطاقة Sotto بلا اسم
scan-known = { $name }، وهو ضمن جهات اتصالك
scan-person = { $name }
scan-identifier = { $kind } { $value }
scan-join = رابط للانضمام إلى الخادم { $server }
scan-foreign = هذا الرمز { $what }.
scan-unusable = لا يمكن استخدام هذا الرمز. { $why }
scan-nothing_opened = لم يُفتح شيء.
scan-taken = أصبح { $name } ضمن جهات اتصالك
scan-add = إضافة إلى جهات الاتصال
scan-join_now = الانضمام إلى هذا الخادم
scan-again = مسح من جديد
cannot-joined_already = انضمّ هذا الهاتف إلى خادم من قبل.

## problems
problem-invite = استُخدم رابط الانضمام من قبل أو انتهت صلاحيته. اطلب رابطًا جديدًا.
problem-version = لا إصدار مشتركًا بين هذا التطبيق والخادم. حدّث الأقدم منهما.
problem-unknown = لم يعد الخادم يعرف هذا الحساب.
problem-card_withdrawn = لم تعد بطاقة جهة الاتصال هذه صالحة: امسح بطاقة جديدة.
problem-wrong_keys = أعطى الخادم مفاتيح خاطئة لجهة الاتصال هذه، فلم تُجرَ المكالمة.
problem-not_ready = هاتف جهة الاتصال هذه غير جاهز لتلقّي المكالمات بعد. أعد المحاولة بعد قليل.
problem-rate_limited = يطلب الخادم التمهّل. أعد المحاولة بعد قليل.
problem-server_storage = لدى الخادم مشكلة في التخزين. أخبر من يديره.
problem-refused = رفض الخادم رسالة من هذا التطبيق. حدّث التطبيق.
problem-system_busy = في هذا الهاتف مكالمة أخرى لا يجوز إزعاجها. أعد المحاولة بعد انتهائها.
problem-no_network = لا توجد شبكة.

## secure
level-ordinary = مكالمة عادية
level-secure = آمن { $level }
operation-recording = تسجيل الصوت
operation-speaker = مكبّر الصوت
operation-peripherals = سماعات الرأس وأجهزة الصوت الأخرى
operation-call_log = حفظ المكالمة في السجل
operation-identity = إظهار هوية المتحدث
operation-screenshot = لقطات الشاشة وتسجيلها
operation-clipboard = نسخ النص
operation-forwarding = إعادة توجيه الرسائل والملفات
operation-transcription = تحويل الكلام إلى نص
off-recording = التسجيل متوقف في الوضع الآمن { $level }.
off-speaker = مكبّر الصوت متوقف في الوضع الآمن { $level }.
off-peripherals = سماعات الرأس متوقفة في الوضع الآمن { $level }.
off-call_log = لا يُحفظ سجل مكالمات في الوضع الآمن { $level }.
off-identity = الأسماء مخفية في الوضع الآمن { $level }.
off-screenshot = لقطات الشاشة متوقفة في الوضع الآمن { $level }.
off-clipboard = النسخ متوقف في الوضع الآمن { $level }.
off-forwarding = إعادة التوجيه متوقفة في الوضع الآمن { $level }.
off-transcription = لا يُحوَّل الكلام إلى نص في الوضع الآمن { $level }.
agreed-recording = التسجيل متوقف في الوضع الآمن { $level }. وافق كلاكما على ذلك.
agreed-speaker = مكبّر الصوت متوقف في الوضع الآمن { $level }. وافق كلاكما على ذلك.
agreed-peripherals = سماعات الرأس متوقفة في الوضع الآمن { $level }. وافق كلاكما على ذلك.
agreed-call_log = لا يُحفظ سجل مكالمات في الوضع الآمن { $level }. وافق كلاكما على ذلك.
agreed-identity = الأسماء مخفية في الوضع الآمن { $level }. وافق كلاكما على ذلك.
agreed-screenshot = لقطات الشاشة متوقفة في الوضع الآمن { $level }. وافق كلاكما على ذلك.
agreed-clipboard = النسخ متوقف في الوضع الآمن { $level }. وافق كلاكما على ذلك.
agreed-forwarding = إعادة التوجيه متوقفة في الوضع الآمن { $level }. وافق كلاكما على ذلك.
agreed-transcription = لا يُحوَّل الكلام إلى نص في الوضع الآمن { $level }. وافق كلاكما على ذلك.
happens-recording = يُسجَّل الصوت
happens-speaker = مكبّر الصوت يعمل
happens-peripherals = سماعة رأس أو جهاز صوت آخر موصول
happens-call_log = تُحفظ المكالمة في السجل
happens-identity = تظهر هوية المتحدث
happens-screenshot = تُلتقط الشاشة
happens-clipboard = يُنسخ نص
happens-forwarding = يُعاد توجيه شيء ما
happens-transcription = يُحوَّل الكلام إلى نص
columns-you = أنت
columns-other = الطرف الآخر
mark-enforced = ممنوع
mark-noticed = يُلاحَظ ولا يُمنَع
mark-cannot = لا يستطيع هذا الهاتف
mark-pending = لا جواب بعد
mark-happening = يحدث الآن
mark-prevented =
    { $count ->
        [zero] لم تُمنع أي محاولة
        [one] مُنعت محاولة واحدة
        [two] مُنعت محاولتان
        [few] مُنعت { $count } محاولات
        [many] مُنعت { $count } محاولة
       *[other] مُنعت { $count } محاولة
    }
secure-simulated = محاكاة: لا نظام حقيقي وراء هذه الأجوبة.
secure-distrusted = ما يبلّغ عنه هاتف الطرف الآخر يناقض نفسه، فلا يُعتدّ به.
eyeglasses-outline = الوضع الآمن متوقف
eyeglasses-refused = تعذّر الوضع الآمن { $level }: لا يمرّ أي صوت
eyeglasses-pulsing = يجري إعداد الوضع الآمن { $level }
eyeglasses-filled = الوضع الآمن { $level } سارٍ على الهاتفين
eyeglasses-ready = الوضع الآمن { $level } سارٍ على هذا الهاتف
eyeglasses-slashed = انتُهك الوضع الآمن { $level }
violation-you = على هاتفك { $what }.
violation-other = على الهاتف الآخر { $what }.
violation-muted = الصوت مكتوم حتى ينتهي ذلك.
violation-ends = أُنهيت المكالمة.
refused-you = لا يستطيع هاتفك منع: { $what }.
refused-other = لا يستطيع الهاتف الآخر منع: { $what }.
refused-no_sound = لا يمرّ أي صوت.
cannot-not_armed = لا يستطيع هذا الهاتف منع كل ما يطلبه الوضع الآمن { $level }.
question-lower = يطلب الطرف الآخر النزول إلى الوضع الآمن { $level }. يلزم موافقة الطرفين.
question-ordinary = يطلب الطرف الآخر الخروج من الوضع الآمن. يلزم موافقة الطرفين.
question-noticed = يطلب الطرف الآخر في الوضع الآمن { $level } أن يُلاحَظ هذا ولا يُمنَع: { $what }. يلزم موافقة الطرفين.
question-wish = لم يذكر الطرف الآخر سببًا.
question-agree = موافقة
question-refuse = رفض
question-changed = يطلب الطرف الآخر الآن شيئًا آخر. اقرأه مرة أخرى.
question-waiting = قدّمتَ طلبك. لم يُجب الطرف الآخر بعد.
remedy-raise = الصعود إلى الوضع الآمن { $level }
remedy-lower = النزول إلى الوضع الآمن { $level }
remedy-leave = الخروج من الوضع الآمن
remedy-accept = القبول بأن يُلاحَظ هذا ولا يُمنَع: { $what }
secure-start = بدء مكالمة آمنة
cannot-in_force = المكالمة على هذا المستوى بالفعل.
cannot-not_rung = يلزم موافقة الطرفين، ولم يرنّ هاتف أحد بعد: اخفض المستوى كي تتصل.
cannot-ordinary = المستوى 0 مكالمة عادية.

## times
time-now = الآن
time-minutes =
    { $count ->
        [zero] قبل أقل من دقيقة
        [one] قبل دقيقة
        [two] قبل دقيقتين
        [few] قبل { $count } دقائق
        [many] قبل { $count } دقيقة
       *[other] قبل { $count } دقيقة
    }
time-hours =
    { $count ->
        [zero] قبل أقل من ساعة
        [one] قبل ساعة
        [two] قبل ساعتين
        [few] قبل { $count } ساعات
        [many] قبل { $count } ساعة
       *[other] قبل { $count } ساعة
    }
time-days =
    { $count ->
        [zero] اليوم
        [one] قبل يوم
        [two] قبل يومين
        [few] قبل { $count } أيام
        [many] قبل { $count } يومًا
       *[other] قبل { $count } يوم
    }

## errors
error-own_card = هذه بطاقتك أنت.
error-other_server = إنها للخادم { $theirs }؛ وهذا الهاتف على { $mine }، ولا تصل الخوادم المكالمات بعضها ببعض بعد.
error-card_kind = ليس رمز Sotto من النوع المطلوب.
error-card_damaged = الرمز تالف أو ناقص. امسحه من جديد.
error-card_signature = التوقيع خاطئ: غيّر أحدهم البطاقة. اطلبها من صاحبها وجهًا لوجه.
error-card_expired = انتهت صلاحية البطاقة. اطلب بطاقة جديدة.
error-card_newer = لا يقرؤها إلا تطبيق أحدث. حدّث هذا التطبيق.
error-server = لم يُكتب الخادم باسم ومنفذ.
error-empty = لا نص فيه.
error-too_long = أطول مما يتسع له رمز QR.
error-country = ليس لهذا الرقم رمز دولة. حدّد دولتك أو استخدم الصيغة ⁨+966 …⁩.
error-phone = ليس رقم هاتف.
error-country_code = ليس رمز اتصال لدولة.
error-sip = ليس عنوان SIP.
error-address = ليس عنوان إنترنت مع منفذ.
error-imsi = ليس رقم IMSI.
error-mac = ليس عنوان MAC لجهاز.
error-nothing_to_call = ليس لجهة الاتصال هذه رقم أو عنوان للاتصال.
error-kind = نوعه غير معروف.
error-other = لا يستطيع هذا التطبيق التعامل معه.
foreign-web = عنوان موقع
foreign-email = عنوان بريد إلكتروني
foreign-wireless = شبكة لاسلكية
foreign-message = رسالة نصية
foreign-place = مكان
foreign-calendar = موعد في التقويم
foreign-secret = سرّ لتسجيل الدخول
foreign-text = نص
foreign-join = رابط للانضمام إلى خادم، لا بطاقة شخص

## levels
because-you = اخترتَ هذا المستوى.
because-other = يطلب المتصل هذا المستوى.
because-default = هذا مستواك لكل المكالمات.
because-usual = هذا مستواك المعتاد مع جهة الاتصال هذه.
because-place = حدّدتَ هذا المستوى لهذا المكان.
because-place_unknown = حدّدتَ هذا المستوى لمكان ما، ولا يستطيع هذا الهاتف معرفة موقعه.
because-time = حدّدتَ هذا المستوى لهذا الوقت.
because-policy = مؤسستك تطلب ذلك.
because-other_phone = الهاتف الآخر يطلب ذلك من تلقاء نفسه.
raised-you = رفعتَ المكالمة إلى هذا المستوى.
raised-other = رفع الطرف الآخر المكالمة إلى هذا المستوى.
raised-other_phone = رفع الهاتف الآخر المكالمة إلى هذا المستوى من تلقاء نفسه.
off-with_reason = { $what } { $why }
policy-yours_demands = تطلب مؤسستك الوضع الآمن { $level } على الأقل في هذه المكالمة.
policy-theirs_demands = تطلب مؤسسة الطرف الآخر الوضع الآمن { $level } على الأقل في هذه المكالمة.
policy-yours_caps = لا تسمح مؤسستك بأعلى من الوضع الآمن { $level } في هذه المكالمة.
policy-theirs_caps = لا تسمح مؤسسة الطرف الآخر بأعلى من الوضع الآمن { $level } في هذه المكالمة.
policy-yours_forbids = لا تسمح مؤسستك بالوضع الآمن في هذه المكالمة.
policy-theirs_forbids = لا تسمح مؤسسة الطرف الآخر بالوضع الآمن في هذه المكالمة.
blocked-yours = لا تسمح مؤسستك بالوضع الآمن { $level } الذي تطلبه هذه المكالمة.
blocked-theirs = لا تسمح مؤسسة الطرف الآخر بالوضع الآمن { $level } الذي تطلبه هذه المكالمة.
blocked-unknown_here = يمنع الوضع الآمن { $level } أمرًا لا يعرفه هذا التطبيق: حدّثه.
blocked-unknown_there = يمنع الوضع الآمن { $level } أمرًا لا يعرفه تطبيق الطرف الآخر: عليه أن يحدّثه.
secure-stale = يصل صوت من الهاتف الآخر دون تقرير حديث عمّا يمنعه.
attested-absent = لا أحد يشهد لتطبيق الطرف الآخر ونظامه: هاتفه وحده يقول ذلك.
attested-verified = الشركة المصنّعة للهاتف الآخر تضمن تطبيقه ونظامه.
attested-not_verified = أرسل الهاتف الآخر شهادة الشركة المصنّعة لتطبيقه ونظامه، ولم يُتحقَّق منها.
attested-false = أرسل الهاتف الآخر شهادة الشركة المصنّعة لتطبيقه ونظامه، وهي غير صحيحة، فلا يُعتدّ بها.
call-address_known = بدأت هذه المكالمة وعنوان كل منكما ظاهر للآخر، ويبقى معروفًا. أعد الاتصال على هذا المستوى لإخفائه.
dial-ordinary = اتصال
dial-secure = مكالمة آمنة، المستوى { $level }

## ding
ding-ding = دينغ
ding-secure = دينغ آمن، المستوى { $level }
ding-secure_only = دينغ آمن
ding-record = تسجيل
ding-stop = إيقاف
ding-play = تشغيل
ding-again = التسجيل من جديد
ding-discard = تجاهل
ding-length = { $length } من { $most }
ding-nobody = اختر من تريد تذكيره.
ding-nothing = سجّل ما تريد إسماعه أو اكتبه.
ding-both = سجّلت صوتًا وكتبت نصًا: تخلّص من أحدهما.
ding-part_level = مستوى التذكير الآمن
ding-part_plays = كم مرة يمكن سماع التذكير الآمن
ding-part_repeat = تكرار الرنين
ding-part_expires = متى ينتهي
ding-repeats_not = يرنّ مرة واحدة
ding-too_long = يتجاوز النص الحدّ الأقصى من الحروف، وهو { $most }.
ding-not_on_sotto = ليس على Sotto: يصله التذكير عندما يرسل خادمك رسائل قصيرة.
ding-heard_once = يُسمع مرة واحدة
ding-heard_times =
    { $count ->
        [zero] لا يُسمع
        [one] يُسمع مرة واحدة
        [two] يُسمع مرتين
        [few] يُسمع { $count } مرات
        [many] يُسمع { $count } مرة
       *[other] يُسمع { $count } مرة
    }
ding-heard_any = يُسمع قدر ما يُراد
ding-repeats =
    { $count ->
        [zero] لا يرنّ ثانية قبل تأكيده
        [one] يرنّ كل دقيقة حتى يؤكَّد
        [two] يرنّ كل دقيقتين حتى يؤكَّد
        [few] يرنّ كل { $count } دقائق حتى يؤكَّد
        [many] يرنّ كل { $count } دقيقة حتى يؤكَّد
       *[other] يرنّ كل { $count } دقيقة حتى يؤكَّد
    }
ding-repeats_heard =
    { $count ->
        [zero] لا يرنّ ثانية قبل سماعه
        [one] يرنّ كل دقيقة حتى يُسمع
        [two] يرنّ كل دقيقتين حتى يُسمع
        [few] يرنّ كل { $count } دقائق حتى يُسمع
        [many] يرنّ كل { $count } دقيقة حتى يُسمع
       *[other] يرنّ كل { $count } دقيقة حتى يُسمع
    }
ding-expires =
    { $count ->
        [zero] ينتهي الآن
        [one] ينتهي بعد دقيقة
        [two] ينتهي بعد دقيقتين
        [few] ينتهي بعد { $count } دقائق
        [many] ينتهي بعد { $count } دقيقة
       *[other] ينتهي بعد { $count } دقيقة
    }
ding-expires_hours =
    { $count ->
        [zero] ينتهي الآن
        [one] ينتهي بعد ساعة
        [two] ينتهي بعد ساعتين
        [few] ينتهي بعد { $count } ساعات
        [many] ينتهي بعد { $count } ساعة
       *[other] ينتهي بعد { $count } ساعة
    }
ding-expired = انتهى وقته
ding-waits = ينتظر على هذا الهاتف
ding-sent = أُرسل ولم يرنّ بعد
ding-rung = رنّ { $ago }
ding-heard = سُمع { $ago }
ding-heard_count =
    { $count ->
        [zero] لم يُسمع، { $ago }
        [one] سُمع مرة واحدة، { $ago }
        [two] سُمع مرتين، آخرهما { $ago }
        [few] سُمع { $count } مرات، آخرها { $ago }
        [many] سُمع { $count } مرة، آخرها { $ago }
       *[other] سُمع { $count } مرة، آخرها { $ago }
    }
ding-confirmed = أُكِّد { $ago }
ding-recalled = سُحب
ding-not_in_time = لم يُسمع في الوقت المحدد
ding-person = الشخص { $number }
ding-summary = أكّد { $confirmed } من { $all }
ding-recall = سحب
ding-recall_over = انتهى وقته: لا شيء يُسحب.
ding-delete = حذف
ding-not_card = لم يُرسل: لم تعد بطاقة جهة الاتصال هذه صالحة.
ding-not_keys = لم يُرسل: أعطى الخادم مفاتيح خاطئة لجهة الاتصال هذه.
ding-not_time = لم يُرسل في الوقت المحدد: أرسله من جديد.
ding-not_taken = لم يُرسل: رفضه الخادم.
ding-cannot_forbid = لم يُسمع: لا يستطيع ذلك الهاتف منع: { $what }.
ding-violated = توقّف: على ذلك الهاتف { $what }.
ding-interrupted = توقّف قبل نهايته.
ding-damaged = وصل تالفًا: سجّله من جديد.
ding-full = ينتظر على ذلك الهاتف عدد كبير من تنبيهات دينغ.
ding-no_voice = لا يستطيع ذلك الهاتف قراءة النص بصوت: سجّله بدلًا من ذلك.
ding-other = لم يستطع ذلك الهاتف تشغيله.
ding-not_again = لم يعد ممكنًا سماعه هناك.
ding-from = دينغ من { $name }
ding-listen = استماع
ding-confirm = تأكيد
ding-later = لاحقًا
ding-later_in =
    { $count ->
        [zero] مرة أخرى الآن
        [one] مرة أخرى بعد دقيقة
        [two] مرة أخرى بعد دقيقتين
        [few] مرة أخرى بعد { $count } دقائق
        [many] مرة أخرى بعد { $count } دقيقة
       *[other] مرة أخرى بعد { $count } دقيقة
    }
ding-will_forbid = أثناء الاستماع يمنع هاتفك:
ding-arming = يجري تجهيز هذا الهاتف للوضع الآمن { $level }.
ding-playing = يُسمع من سماعة الأذن.
ding-playing_ordinary = يُسمع الآن.
ding-gone = سُمع واختفى من هذا الهاتف.
ding-heard_out = سُمع بقدر ما يسمح به مرسله.
ding-confirmed_by_you = أكّدتَه.
ding-not_playing = لا شيء يُسمع الآن.
ding-in_call = هناك مكالمة: أنهِها أولًا.
ding-listening = يُسمع الآن دينغ آخر.
ding-cannot_forbid_here = مُعلَّق: لا يستطيع هاتفك منع: { $what }. أُبلغ المرسل بذلك.
ding-violated_here = توقّف: على هاتفك { $what }. أُبلغ المرسل بذلك.
ding-interrupted_here = توقّف قبل نهايته. أُبلغ المرسل بذلك.
ding-no_voice_here = لا يستطيع هاتفك قراءة النص بصوت، ودينغ الآمن يُسمع فقط. أُبلغ المرسل بذلك.

## refusals
command-no_contact = لا توجد جهة اتصال كهذه.
command-no_call = لا توجد مكالمة الآن.
command-in_secure_chat = هناك محادثة آمنة. غادرها أولًا.
command-no_secure_chat = لا توجد محادثة آمنة الآن.
command-too_much_waits = ما ينتظر التسليم كثير جدًا. انتظر حتى يجيب الهاتف الآخر.
command-phase = حالة المكالمة لا تسمح بذلك الآن.
command-codec = ذاكرة الهاتف لا تكفي. أغلق تطبيقات أخرى ثم حاول من جديد.
command-keys = مفاتيح هذه المكالمة لا تصلح. اتصل من جديد.
command-level_weaker = يجب أن يمنع المستوى { $level } كل ما يمنعه المستوى الأدنى منه.
command-levels_many = أقصى عدد للمستويات هو { $most }.
command-level_none = لا يوجد مستوى كهذا. عرّفه أولًا.
command-level_default = المستوى { $level } هو مستواك لكل المكالمات. اختر غيره هناك أولًا.
command-level_contact = المستوى { $level } هو المستوى المعتاد لإحدى جهات الاتصال. اختر غيره هناك أولًا.
command-level_rule = هناك قاعدة تطلب المستوى { $level }. غيّر القاعدة أولًا.
command-level_gesture = إيماءتك تفتح المستوى { $level }. علّمها لمستوى آخر أولًا.
command-levels_above = لا يمكن حذف إلا أعلى مستوياتك. احذف المستوى { $level } أولًا.
command-rule_nonsense = تذكر هذه القاعدة مكانًا أو وقتًا لا وجود له.
command-rules_many = أقصى عدد للقواعد هو { $most }. احذف واحدة أولًا.
command-rule_none = لا توجد قاعدة كهذه.
command-gesture_level = تحتاج الإيماءة إلى مستوى آمن يعرفه هذا الهاتف. اختر واحدًا.
command-text_empty = لا شيء فيه. اكتب شيئًا أولًا.
command-text_long = هذا طويل جدًا. أرسله على أجزاء.
command-post_large = هذا أكبر من أن يُرسل دفعة واحدة. أرسل أقل.
command-post_people = يجب أن يكون عدد المستلمين بين 1 و{ $most }.
command-post_full = ما ينتظر الإرسال كثير جدًا. صِل الهاتف بخادمه أولًا.
command-ding_none = لا يوجد تذكير كهذا.
command-ding_plays = حدّد كم مرة يمكن سماع التذكير الآمن.
command-ding_repeat = يمكن أن يرن من جديد بعد دقيقة على الأقل ويوم على الأكثر.
command-ding_expiry = يمكن أن ينتهي بعد دقيقة على الأقل و29 يومًا على الأكثر.
command-ding_many = هناك { $most } من التذكيرات في الطريق. احذف بعضها أولًا.
command-ding_not_recording = لا يُسجَّل شيء الآن.
command-ding_no_voice = لا يستطيع هذا الهاتف نطق نص، والتذكير الآمن يُسمع فقط.
command-other = لا يمكن فعل ذلك الآن.
policy-damaged = السياسة تالفة. اطلبها من المؤسسة من جديد.
policy-signature = توقيع السياسة خاطئ: غيّرها أحد. اطلبها من المؤسسة من جديد.
policy-newer = لا يقرأ هذه السياسة إلا تطبيق أحدث. حدّث هذا التطبيق.
policy-unknown = تطلب السياسة شيئًا لا يعرفه إلا تطبيق أحدث. حدّث هذا التطبيق.
policy-contradiction = السياسة تناقض نفسها. أخبر المؤسسة.
policy-expired = انتهت مدة السياسة. اطلب من المؤسسة واحدة جديدة.
policy-older = كانت هنا سياسة أحدث لهذه المؤسسة: الأقدم مرفوضة.
policy-twice = سياستان مختلفتان لهذه المؤسسة تحملان الرقم نفسه. أخبر المؤسسة.
policy-many = يمكنك قبول { $most } مؤسسات على الأكثر. غادر واحدة أولًا.
policy-none = لا توجد مؤسسة كهذه.

## opening
open-in_use = يعمل Sotto بالبيانات نفسها فعلًا. أغلق الآخر أولًا.
open-newer = كُتبت هذه البيانات بتطبيق أحدث. حدّث هذا التطبيق.
open-damaged = البيانات تالفة. استعدها من نسخة احتياطية.
open-full = لا مساحة متبقية: لم يُحفظ شيء. أفرغ مساحة ثم حاول من جديد.
open-vault_locked = المفاتيح مقفلة. افتح قفل الهاتف ثم حاول من جديد.
open-vault_foreign = هذه البيانات لجهاز آخر: مفاتيحه ليست هنا.
open-vault = لا يمكن استخدام مخزن المفاتيح في هذا الهاتف. أعد تشغيل الهاتف ثم حاول من جديد.
open-store = لا يمكن قراءة البيانات أو كتابتها. أعد تشغيل الهاتف ثم حاول من جديد.
open-stopped = توقف Sotto على هذا الهاتف. افتحه من جديد.
open-system = رفض النظام ما يحتاج إليه Sotto ليعمل. أعد تشغيل الهاتف ثم حاول من جديد.
scan-overrun = ترى الكاميرا شيئًا لا يُقرأ. وجّهها إلى مكان آخر وانتظر قليلًا.
scan-refused = لا يمكن قراءة هذه الصورة. خذ صورة أخرى.

## rules
rules-title = الوضع الآمن
rules-default = مستوى كل المكالمات
rules-contacts = مستويات جهات الاتصال
rules-no_contacts = لا مستوى خاصًا لأي جهة اتصال. حدّده في صفحة جهة الاتصال.
rules-rules = مستويات الأماكن والأوقات
rules-no_rules = لا قواعد بعد. الأشد مما ينطبق هو المعتبر.
rules-add = أضف قاعدة
rules-change = غيّر القاعدة
rules-save = احفظ القاعدة
rules-least = هذا المستوى على الأقل
rules-when = متى
rules-from = من { $time }
rules-until = حتى { $time }
rules-earlier = قبل نصف ساعة
rules-later = بعد نصف ساعة
rules-no_day = اختر يومًا.
rules-remove = احذف
rules-at = في { $name }
rules-within = ضمن { $metres } م من { $place }
rules-everywhere = في كل مكان
rules-always = في كل وقت
rules-hours = { $days }، من { $from } إلى { $until } ({ $zone })
rules-every_day = كل يوم
rules-monday = الاثنين
rules-tuesday = الثلاثاء
rules-wednesday = الأربعاء
rules-thursday = الخميس
rules-friday = الجمعة
rules-saturday = السبت
rules-sunday = الأحد
rules-own = مستويات من عندك
rules-no_own = لا شيء بعد. مستواك الخاص يمنع أكثر من المستوى 3.
rules-add_level = أضف المستوى { $level }
rules-delete_level = احذف المستوى { $level }
rules-below = يمنعه المستوى الأدنى، فيمنعه هذا أيضًا.
rules-above = امنعه في المستوى الأعلى أولًا.
rules-by_policy = تمنعه مؤسستك في هذا المستوى.
rules-organisations = المؤسسات
rules-no_organisations = لم تقبل سياسة أي مؤسسة.
policy-title = سياسة { $name }
policy-unreadable = سياسة لا يمكن قبولها
policy-new = لم تقبل شيئًا من هذه المؤسسة بعد. يجب أن تحمل السياسات اللاحقة التوقيع نفسه.
policy-replaces = تحل محل سياسة أقدم لهذه المؤسسة.
policy-known = قبلت هذه السياسة من قبل.
policy-both = يعرض كلا الهاتفين في كل مكالمة ما تطلبه.
policy-nothing = لا تطلب شيئًا في المكالمات.
policy-until = سارية حتى { $date }
policy-from = سارية من { $date } حتى { $until }
policy-over = لم تعد سارية منذ { $date }
policy-calls_all = كل المكالمات
policy-calls_contacts = المكالمات مع جهات اتصالك
policy-calls_strangers = المكالمات مع من ليسوا في جهات اتصالك
policy-least = الوضع الآمن { $level } على الأقل
policy-most = الوضع الآمن { $level } على الأكثر
policy-forbids = بلا وضع آمن إطلاقًا
policy-levels = المستويات التي تضيفها
policy-accept = اقبل
policy-open = افتح سياسة
policy-leave = غادر هذه المؤسسة
policy-leave_hint = لا تعود سياستها معتبرة على هذا الهاتف.

## first_run
first-join = انضم إلى خادم
first-join_how = امسح رابط الانضمام الذي أُعطيته أو ألصقه.
first-scan = امسح الرابط
first-paste = ألصق الرابط
first-picture = اقرأه من صورة
first-name = اسمك
first-name_how = يبقى على هذا الهاتف وعلى بطاقتك فقط. يمكنك تركه فارغًا.
first-next = التالي
first-level = ما يمنعه الوضع الآمن { $level }
first-both = على كلا الهاتفين، هاتفك والآخر.
first-and_all = وكل ما يمنعه الوضع الآمن { $level }.
first-ends = إن حدث شيء منها رغم ذلك تنتهي المكالمة.
first-mutes = إن حدث شيء منها رغم ذلك يُكتم صوتك حتى ينتهي.
first-card = بطاقتك
first-card_how = من يمسحها يستطيع الاتصال بك، ويعلم أنك أنت.
first-done = تم
first-waiting = جارٍ الانضمام إلى الخادم…

## settings
settings-title = الإعدادات
settings-account = الحساب
settings-no_name = لا اسم على بطاقتك
settings-server = الخادم { $server }
settings-card = بطاقتي
settings-secure = الوضع الآمن
settings-gesture = الإيماءة
settings-organisations = المؤسسات
settings-privacy = الخصوصية
settings-tell_read = أخبر الآخرين بما قرأت
settings-language = اللغة
settings-system = كما في النظام
settings-own_name = { $name }
settings-erase = احذف كل شيء من هذا الهاتف
settings-erase_sure = تُحذف مفاتيحك وجهات اتصالك ورسائلك وإعداداتك من هذا الهاتف نهائيًا، ولا توجد نسخة أخرى. من يتصل بك لن يجد ردًا. للعودة تحتاج إلى رابط انضمام جديد.
settings-about = حول
settings-version = Sotto الإصدار { $version }
settings-licence = برنامج حر برخصة { $name }
## shell
shell-opening = جارٍ الفتح…
shell-back = رجوع
shell-close = إغلاق
shell-cancel = إلغاء
shell-next = متابعة
shell-retry = حاول مرة أخرى
shell-search = بحث
shell-add = إضافة
shell-chats = المحادثات
shell-contacts = جهات الاتصال
shell-dings = التنبيهات
shell-settings = الإعدادات
shell-join_title = انضم إلى خادم
shell-join_how = امسح رابط الانضمام الذي تلقيته، أو ألصقه.
shell-join_scan = امسح رابط انضمام
shell-join_link = رابط الانضمام
shell-join_name = اسمك، إن أردت
shell-join_name_how = يبقى على هذا الهاتف وعلى بطاقتك.
shell-join = انضم
shell-joining = جارٍ الانضمام إلى الخادم…
shell-levels_title = ثلاثة مستويات للوضع الآمن
shell-levels_how = كل مستوى يمنع المزيد، على كلا الهاتفين.
shell-paste_how = ألصق بطاقة أو رابط انضمام أو رقمًا.
shell-scanner_how = ضع الرمز داخل الإطار.
shell-light = الإضاءة
shell-picture = من صورة
shell-picture_none = لم يُعثر على رمز في هذه الصورة. اختر صورة أخرى.
shell-camera_busy = لا يمكن استخدام الكاميرا الآن: يستخدمها تطبيق آخر، أو لا توجد كاميرا. ألصق الرمز أو اقرأه من صورة.
shell-camera_why = تقرأ الكاميرا الرموز. لا تُحفظ أي صورة ولا تُرسل.
shell-microphone_why = بدون الميكروفون لا يستطيع أحد سماعك.
shell-notifications_why = مع الإشعارات يرن هذا الهاتف والتطبيق مغلق.
shell-bluetooth_why = يحتاج التطبيق إلى رؤية سماعات الرأس ليستخدمها أو يرفضها.
shell-allow = السماح
shell-refused = رُفض هذا. لا يمكن تغييره إلا من إعدادات الهاتف.
shell-system_settings = افتح إعدادات الهاتف
shell-sound_lost = لا يمكن استخدام الميكروفون أو سماعة الأذن الآن. يواصل التطبيق المحاولة.
shell-readers = هذه التطبيقات تستطيع قراءة هذه الشاشة:
shell-locked = Sotto مقفل
shell-unlock = فتح القفل
shell-lock_setting = قفل التطبيق عند مغادرته
shell-lock_none = لا يوجد قفل شاشة على هذا الهاتف: اضبط واحدًا أولًا.
shell-read_setting = إعلام الآخرين عندما تقرأ رسائلهم
shell-language = اللغة
shell-server = الخادم
shell-about = حول التطبيق
shell-version = الإصدار
shell-licences = تراخيص مكونات هذا التطبيق
shell-ding_to = إلى
shell-ding_text = ما يجب أن يُسمع
shell-later_minutes = مرة أخرى بعد 5 دقائق
shell-gone = لم يعد هذا موجودًا.
shell-delete_sure = هل تريد حذف هذا؟ لا يمكن استرجاعه.
shell-usual_level = المستوى المعتاد
shell-channel_connection = الاتصال بالخادم
shell-channel_calls = المكالمات
shell-channel_messages = الرسائل
shell-running = يمكن للمكالمات والرسائل الوصول إلى هذا الهاتف
shell-wake_title = عندما يكون التطبيق مغلقًا
shell-wake_how = تطبيق تمرير التنبيهات يخبر هذا الهاتف بأن شيئًا ينتظر، ولا يعرف غير ذلك. وإن لم يوجد، يمكن إبقاء الاتصال مفتوحًا.
shell-stay_setting = أبقِ الاتصال مفتوحًا
shell-stay_why = لا يوجد على هذا الهاتف تطبيق يمرّر التنبيهات. هل تُبقي الاتصال مفتوحًا ليرنّ الهاتف والتطبيق مغلق؟ يبقى إشعار في الشريط خلال ذلك.
shell-in_call = في مكالمة
shell-calls = المكالمات
shell-scan = مسح
shell-scan_title = مسح بطاقة
shell-paste = لصق
shell-secure_title = الوضع الآمن
shell-forbids_title = ما الذي سيُمنع
shell-can_title = هل يستطيع هذان الهاتفان ذلك؟
shell-new_ding = تنبيه جديد
shell-dings_none = لا توجد تنبيهات بعد. يرنّ التنبيه في هاتف الشخص حتى يؤكّده.
shell-calls_none = لا توجد مكالمات بعد.
shell-no_microphone = المتابعة بلا ميكروفون
shell-ding_type = أو اكتبه: سيُنطق
shell-card = بطاقتي
shell-card_code = رمز بطاقتي
shell-tell_read = إخبار الآخرين عند قراءتي رسائلهم
shell-dont_tell_read = عدم إخبار الآخرين عند قراءتي رسائلهم
shell-lock_app = قفل التطبيق
shell-wake = مكالمة
## session
session-title = محادثة آمنة
session-preparing = يجري تجهيز هذا الهاتف للوضع الآمن { $level }…
session-asking = طلبتَ محادثة آمنة في الوضع الآمن { $level }. في انتظار الرد…
session-asked = يُطلب منك إجراء محادثة آمنة في الوضع الآمن { $level }.
session-closed = الوضع الآمن { $level } غير قائم على الهاتفين معًا. ما كُتب مخفي، وما تكتبه ينتظر.
session-unknown = لم يصل شيء من هاتف الطرف الآخر منذ لحظات. الوضع الآمن { $level } مستمر: ما كُتب مخفي، وما تكتبه ينتظر.
session-open = الوضع الآمن { $level } قائم على الهاتفين.
session-will_forbid = إن قبلتَ يمنع هاتفك ما يلي:
session-join = قبول
session-take_back = سحب الطلب
session-leave = مغادرة المحادثة الآمنة
session-dismiss = حسنًا
session-only = محادثة آمنة فقط
session-another = هناك محادثة آمنة بالفعل. غادرها أولًا.
session-waits = هناك من يطلب محادثة آمنة. أجب عن ذلك أولًا.
session-in_call = أنت في مكالمة. ارفع مستواها لتكتب فيها دون أثر.
session-hidden_until = المحادثة مخفية حتى ينتهي ذلك.
session-ends = أُنهيت المحادثة الآمنة.
session-nothing_shown = لا يُعرض شيء ولا يُرسل.
session-look_refused = تعذّر الوضع الآمن { $level }: لا يُعرض شيء ولا يُرسل
session-cut_off = توقّف التطبيق أثناء الوضع الآمن. كل شيء مسموح من جديد، ولم يُحفظ منه شيء.
session-unconfirmed =
    { $count ->
        [zero] أكّد هاتف الطرف الآخر كل رسائلك.
        [one] لم يؤكد هاتف الطرف الآخر رسالة واحدة من رسائلك.
        [two] لم يؤكد هاتف الطرف الآخر رسالتين من رسائلك.
        [few] لم يؤكد هاتف الطرف الآخر { $count } رسائل منك.
        [many] لم يؤكد هاتف الطرف الآخر { $count } رسالة منك.
       *[other] لم يؤكد هاتف الطرف الآخر { $count } رسالة منك.
    }
session-notice = هناك من يطلب محادثة آمنة
session-end-left = انتهت المحادثة الآمنة بالمغادرة، ولم يُحفظ منها شيء.
session-end-declined = رُفضت المحادثة الآمنة.
session-end-busy = الطرف الآخر مشغول. أعد الطلب لاحقًا.
session-end-no_answer = لم يقبل أحد المحادثة الآمنة في الوقت المحدد.
session-end-cancelled = لم تعد المحادثة الآمنة مطلوبة.
session-end-elsewhere = قُبلت المحادثة الآمنة على جهاز آخر.
session-end-cannot_ask = تعذّر طلب المحادثة الآمنة. تحقق من الشبكة وأعد المحاولة.
session-end-refused = تعذّر إدخال هذا الهاتف في الوضع الآمن، فلم يُطلب من أحد.
session-end-lost = لم يصل شيء من الهاتف الآخر لمدة طويلة، فانتهت المحادثة الآمنة ولم يُحفظ منها شيء.
session-end-violated = حدث ما هو ممنوع، فأُنهيت المحادثة الآمنة ولم يُحفظ منها شيء.

## الإيقاظ
push-off = لا تصل المكالمات إلى هذا الهاتف إلا والتطبيق يعمل.
push-unsaid = سيُخبَر الخادم بطريقة إيقاظ هذا الهاتف عند أول اتصال.
push-on = يوقظ الخادم هذا الهاتف حين ينتظره شيء. تعرف خدمة الإشعارات متى، ولا تعرف غير ذلك.
push-not_offered = لا يوقظ الخادم الهواتف بهذه الطريقة. أخبر من يديره.
push-unusable = لا يستطيع الخادم استعمال ما أعطته خدمة الإشعارات. اختر خدمة أخرى.
push-private = خدمة الإشعارات في شبكة خاصة لا يتصل بها الخادم. أخبر من يدير الخادم.
push-gone = لم تعد خدمة الإشعارات تعرف هذا الهاتف. سجّل لديها من جديد.
push-endpoint = هذه ليست نقطة وصول: يجب أن تكون عنوان ويب مشفّرًا. اختر خدمة أخرى.
push-token = هذا ليس رمزًا من خدمة الإشعارات.
