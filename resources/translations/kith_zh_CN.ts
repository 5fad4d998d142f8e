<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>ConnectionDialog</name>
    <message>
        <source>New connection</source>
        <translation>新建连接</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>1 to 65535</source>
        <translation>1 到 65535</translation>
    </message>
    <message>
        <source>Your own port</source>
        <translation>本机端口</translation>
    </message>
    <message>
        <source>0: the system chooses one</source>
        <translation>0：由系统选择</translation>
    </message>
    <message>
        <source>Chosen by the system</source>
        <translation>由系统选择</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>协议</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>How text is written as bytes</source>
        <translation>文字如何写成字节</translation>
    </message>
    <message>
        <source>Clients</source>
        <translation>客户端</translation>
    </message>
    <message>
        <source>How this host takes its clients</source>
        <translation>主机如何接待客户端</translation>
    </message>
    <message>
        <source>How many may wait</source>
        <translation>允许多少个排队</translation>
    </message>
    <message>
        <source>Take turns: the next message waits for a reply</source>
        <translation>轮流发言：收到回复后再发下一条</translation>
    </message>
    <message>
        <source>For programs that read one message, answer it, and read the next</source>
        <translation>适用于读一条、答一条、再读下一条的程序</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Close without connecting (Esc)</source>
        <translation>关闭，不连接（Esc）</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Connect (Enter)</source>
        <translation>连接（Enter）</translation>
    </message>
    <message>
        <source>A name, an IP address, or a whole tcp://, udp:// or kith:// address</source>
        <translation>名称、IP 地址，或完整的 tcp://、udp:// 或 kith:// 地址</translation>
    </message>
    <message>
        <source>Whether it is encrypted, and how one message is told from the next</source>
        <translation>是否加密，以及如何区分相邻的两条消息</translation>
    </message>
</context>
<context>
    <name>ContactDialog</name>
    <message>
        <source>Name, group and note</source>
        <translation>备注名、分组和备注</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>备注名(&amp;N)</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>备注名</translation>
    </message>
    <message>
        <source>&amp;Group</source>
        <translation>分组(&amp;G)</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>分组</translation>
    </message>
    <message>
        <source>N&amp;ote</source>
        <translation>备注(&amp;O)</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Verify…</source>
        <translation>验证…</translation>
    </message>
    <message>
        <source>Make sure that the key is this person&apos;s</source>
        <translation>确认密钥属于此人</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>浅色或深色</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>The language of this window</source>
        <translation>本窗口的语言</translation>
    </message>
    <message>
        <source>The new language is used from the next start.</source>
        <translation>新的语言将在下次启动时生效。</translation>
    </message>
    <message>
        <source>Send with</source>
        <translation>发送键</translation>
    </message>
    <message>
        <source>Which key sends a message</source>
        <translation>用哪个键发送消息</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Close the settings (Esc)</source>
        <translation>关闭设置（Esc）</translation>
    </message>
    <message>
        <source>Backups…</source>
        <translation>备份…</translation>
    </message>
    <message>
        <source>See the backups of the history, and go back to one</source>
        <translation>查看聊天记录的备份，并恢复到其中一份</translation>
    </message>
    <message>
        <source>Blocked people…</source>
        <translation>已屏蔽的人…</translation>
    </message>
    <message>
        <source>See whom you have blocked, and hear of somebody again</source>
        <translation>查看您屏蔽了谁，或重新接收某人的消息</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>您的名字</translation>
    </message>
    <message>
        <source>Everybody near you sees this name</source>
        <translation>附近的人都会看到这个名字</translation>
    </message>
    <message>
        <source>Nearby</source>
        <translation>附近</translation>
    </message>
    <message>
        <source>Who sees you</source>
        <translation>谁能看到您</translation>
    </message>
    <message>
        <source>Whether others find this computer</source>
        <translation>别人能否发现这台电脑</translation>
    </message>
    <message>
        <source>With friends</source>
        <translation>与好友</translation>
    </message>
    <message>
        <source>Tell them what I have read</source>
        <translation>告诉他们我读过哪些消息</translation>
    </message>
    <message>
        <source>Tell friends what I have read</source>
        <translation>告诉好友我读过哪些消息</translation>
    </message>
    <message>
        <source>Show what they have read</source>
        <translation>显示他们读过哪些消息</translation>
    </message>
    <message>
        <source>Show what friends have read</source>
        <translation>显示好友读过哪些消息</translation>
    </message>
    <message>
        <source>Tell them that I am typing</source>
        <translation>告诉他们我正在输入</translation>
    </message>
    <message>
        <source>Tell friends that I am typing</source>
        <translation>告诉好友我正在输入</translation>
    </message>
    <message>
        <source>Show that they are typing</source>
        <translation>显示他们正在输入</translation>
    </message>
    <message>
        <source>Show that friends are typing</source>
        <translation>显示好友正在输入</translation>
    </message>
    <message>
        <source>Networks…</source>
        <translation>网络…</translation>
    </message>
    <message>
        <source>Choose in which networks people are looked for</source>
        <translation>选择在哪些网络中寻找他人</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>口令</translation>
    </message>
    <message>
        <source>Protect the key of this profile from whoever copies its file</source>
        <translation>即使有人复制了密钥文件，也无法使用它</translation>
    </message>
</context>
<context>
    <name>kith::BackupDialog</name>
    <message>
        <source>Back up now</source>
        <translation>立即备份</translation>
    </message>
    <message>
        <source>Restore…</source>
        <translation>恢复…</translation>
    </message>
    <message>
        <source>Delete all backups…</source>
        <translation>删除所有备份…</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>Kith makes a backup of the history once a day and keeps the last seven. Backups may still hold messages that you have deleted.</source>
        <translation>Kith 每天备份一次聊天记录，保留最近七份。备份中可能仍有您已删除的消息。</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message numerus="yes">
        <source>%Ln message(s)</source>
        <translation>
            <numerusform>%Ln 条消息</numerusform>
        </translation>
    </message>
    <message>
        <source>The last backup was not made: %1</source>
        <translation>上一次备份未能完成：%1</translation>
    </message>
    <message>
        <source>There is no backup yet.</source>
        <translation>还没有备份。</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Go back to the history of %1?</source>
        <translation>要恢复到 %1 的聊天记录吗？</translation>
    </message>
    <message>
        <source>All connections are closed. The present history is set aside in the folder of the profile.</source>
        <translation>所有连接都会关闭。当前的聊天记录会另存在配置文件夹中。</translation>
    </message>
    <message>
        <source>Delete all backups</source>
        <translation>删除所有备份</translation>
    </message>
    <message>
        <source>Delete all backups?</source>
        <translation>要删除所有备份吗？</translation>
    </message>
    <message>
        <source>The history itself stays as it is.</source>
        <translation>聊天记录本身保持不变。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Making a backup…</source>
        <translation>正在备份…</translation>
    </message>
    <message>
        <source>Going back…</source>
        <translation>正在恢复…</translation>
    </message>
    <message>
        <source>The backup was not restored: %1</source>
        <translation>备份未能恢复：%1</translation>
    </message>
</context>
<context>
    <name>kith::BlockedDialog</name>
    <message>
        <source>Nobody is blocked.</source>
        <translation>没有屏蔽任何人。</translation>
    </message>
    <message>
        <source>Unblock</source>
        <translation>取消屏蔽</translation>
    </message>
    <message>
        <source>Blocked people</source>
        <translation>已屏蔽的人</translation>
    </message>
    <message>
        <source>Hear of this person again</source>
        <translation>重新接收此人的消息</translation>
    </message>
    <message>
        <source>Nothing that they write arrives. Whoever is unblocked is a stranger, and may say hello again.</source>
        <translation>他们发来的任何内容都不会送达。取消屏蔽后，对方是陌生人，可以重新打招呼。</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
</context>
<context>
    <name>kith::BubbleLayout</name>
    <message>
        <source>Show all</source>
        <translation>显示全文</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>重新发送</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>立即发送</translation>
    </message>
    <message>
        <source>New messages</source>
        <translation>新消息</translation>
    </message>
    <message>
        <source>Comment: %1</source>
        <translation>备注：%1</translation>
    </message>
</context>
<context>
    <name>kith::ChatHeader</name>
    <message>
        <source>Plain text · not encrypted</source>
        <translation>明文 · 未加密</translation>
    </message>
    <message>
        <source>Anyone on this network can read it.</source>
        <translation>同一网络中的任何人都能看到内容。</translation>
    </message>
    <message>
        <source>More about this conversation</source>
        <translation>此会话的更多选项</translation>
    </message>
    <message>
        <source>More (Alt+M)</source>
        <translation>更多（Alt+M）</translation>
    </message>
    <message>
        <source>Encrypted</source>
        <translation>已加密</translation>
    </message>
    <message>
        <source>Only the two of you can read it. You have not verified yet who the other one is.</source>
        <translation>只有你们两人能看到内容。您尚未验证对方是谁。</translation>
    </message>
    <message>
        <source>Encrypted · verified</source>
        <translation>已加密 · 已验证</translation>
    </message>
    <message>
        <source>Only the two of you can read it, and you made sure who the other one is.</source>
        <translation>只有你们两人能看到内容，并且您已确认对方是谁。</translation>
    </message>
    <message>
        <source>Key changed</source>
        <translation>密钥已变</translation>
    </message>
    <message>
        <source>Somebody else&apos;s key is there. Nothing is sent.</source>
        <translation>对方位置上是别人的密钥。没有发送任何内容。</translation>
    </message>
</context>
<context>
    <name>kith::ChatPane</name>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Not connected. What you send waits until you connect.</source>
        <translation>未连接。您发送的内容会等到连接后再发出。</translation>
    </message>
    <message>
        <source>me</source>
        <translation>我</translation>
    </message>
    <message numerus="yes">
        <source>%Ln message(s) deleted.</source>
        <translation>
            <numerusform>已删除 %Ln 条消息。</numerusform>
        </translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>You have blocked %1: nothing comes from there.</source>
        <translation>您已屏蔽 %1：收不到对方的任何消息。</translation>
    </message>
    <message>
        <source>Unblock</source>
        <translation>取消屏蔽</translation>
    </message>
    <message>
        <source>%1 is not there. What you send waits and goes by itself later.</source>
        <translation>%1 不在线。您发送的内容会等待，稍后自动发出。</translation>
    </message>
    <message>
        <source>%1 is not a friend: what you write waits until you are.</source>
        <translation>%1 不是您的好友：在成为好友之前，您写的内容会等待。</translation>
    </message>
    <message>
        <source>Say hello</source>
        <translation>打招呼</translation>
    </message>
</context>
<context>
    <name>kith::ClientDelegate</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>since %1</source>
        <translation>自 %1</translation>
    </message>
</context>
<context>
    <name>kith::ClientView</name>
    <message>
        <source>Connected clients</source>
        <translation>已连接的客户端</translation>
    </message>
</context>
<context>
    <name>kith::CommentDialog</name>
    <message>
        <source>Comment</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Only you see it.</source>
        <translation>只有您自己能看到。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save (Ctrl+Enter)</source>
        <translation>保存 (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>%1 of %2 characters</source>
        <translation>%1/%2 个字符</translation>
    </message>
</context>
<context>
    <name>kith::ComparisonPanel</name>
    <message>
        <source>Same</source>
        <translation>相同</translation>
    </message>
    <message>
        <source>Different</source>
        <translation>不同</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Six digits</source>
        <translation>六位数字</translation>
    </message>
    <message>
        <source>Both of you see these six digits</source>
        <translation>你们两人看到的都是这六位数字</translation>
    </message>
    <message>
        <source>The other one sees other digits</source>
        <translation>对方看到的是别的数字</translation>
    </message>
    <message>
        <source>Waiting for %1&apos;s computer…</source>
        <translation>正在等待 %1 的电脑…</translation>
    </message>
    <message>
        <source>Ask %1 by voice, or look at both screens: do you both see these six digits?</source>
        <translation>请当面或打电话问 %1，或对照两个屏幕：你们看到的都是这六位数字吗？</translation>
    </message>
    <message>
        <source>Three comparisons an hour are allowed, and they are used up: more would help somebody who guesses. Try again later, or compare the safety number.</source>
        <translation>每小时最多比对三次，次数已用完：再多就会给猜数字的人机会。请稍后再试，或核对安全码。</translation>
    </message>
    <message>
        <source>The connection with %1 was lost. Begin again when it is back.</source>
        <translation>与 %1 的连接已断开。恢复后请重新开始。</translation>
    </message>
    <message>
        <source>The digits are the same: nobody is in between, and the key is verified.</source>
        <translation>数字相同：中间没有别人，密钥已验证。</translation>
    </message>
    <message>
        <source>The digits differ: somebody may be in between, who can read and change what you write to each other. Write nothing that must stay between you, and meet %1 to compare the safety number.</source>
        <translation>数字不同：中间可能有人，能看到并篡改你们之间的内容。不要发送需要保密的内容，请与 %1 见面核对安全码。</translation>
    </message>
</context>
<context>
    <name>kith::Composer</name>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Message. Type q to end this conversation.</source>
        <translation>输入消息。输入 q 结束会话。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close the conversation</source>
        <translation>结束会话</translation>
    </message>
    <message>
        <source>Close the conversation (Alt+C)</source>
        <translation>结束会话（Alt+C）</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Choose which key sends</source>
        <translation>选择发送键</translation>
    </message>
    <message>
        <source>Enter sends, Shift+Enter makes a new line</source>
        <translation>Enter 发送，Shift+Enter 换行</translation>
    </message>
    <message>
        <source>Ctrl+Enter sends, Enter makes a new line</source>
        <translation>Ctrl+Enter 发送，Enter 换行</translation>
    </message>
    <message>
        <source>Enter to send</source>
        <translation>按 Enter 发送</translation>
    </message>
    <message>
        <source>Ctrl+Enter to send</source>
        <translation>按 Ctrl+Enter 发送</translation>
    </message>
    <message>
        <source>Send (Enter or Alt+S)</source>
        <translation>发送（Enter 或 Alt+S）</translation>
    </message>
    <message>
        <source>Send (Ctrl+Enter or Alt+S)</source>
        <translation>发送（Ctrl+Enter 或 Alt+S）</translation>
    </message>
    <message>
        <source>History ^H</source>
        <translation>历史记录 ^H</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
    <message>
        <source>Everything that was said here (Ctrl+H)</source>
        <translation>这里说过的一切 (Ctrl+H)</translation>
    </message>
</context>
<context>
    <name>kith::ConnectionDialog</name>
    <message>
        <source>Host</source>
        <translation>主持</translation>
    </message>
    <message>
        <source>This window is the server: others connect to your address and port.</source>
        <translation>本窗口作为服务器：别人连接您的地址和端口。</translation>
    </message>
    <message>
        <source>Join</source>
        <translation>加入</translation>
    </message>
    <message>
        <source>This window is a client: connect to a host by address and port.</source>
        <translation>本窗口作为客户端：按地址和端口连接主机。</translation>
    </message>
    <message>
        <source>Direct (UDP)</source>
        <translation>直连（UDP）</translation>
    </message>
    <message>
        <source>Talk to any address and port, no connection.</source>
        <translation>与任意地址和端口通信，无需建立连接。</translation>
    </message>
    <message>
        <source>Serve everyone at once</source>
        <translation>同时接待所有人</translation>
    </message>
    <message>
        <source>One at a time, the others wait</source>
        <translation>一次一个，其余排队</translation>
    </message>
    <message>
        <source>Addresses used before</source>
        <translation>用过的地址</translation>
    </message>
    <message>
        <source>Listen at</source>
        <translation>监听地址</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Start hosting</source>
        <translation>开始主持</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>正在连接…</translation>
    </message>
    <message>
        <source>Nearby</source>
        <translation>附近</translation>
    </message>
    <message>
        <source>Find people on this network. Encrypted. Nothing to set up.</source>
        <translation>发现此网络中的人。已加密，无需设置。</translation>
    </message>
</context>
<context>
    <name>kith::ContactDialog</name>
    <message>
        <source>The usual one</source>
        <translation>默认分组</translation>
    </message>
    <message>
        <source>ID %1…</source>
        <translation>ID %1…</translation>
    </message>
</context>
<context>
    <name>kith::ConversationMenu</name>
    <message>
        <source>Name, group and note…</source>
        <translation>备注名、分组和备注…</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>复制地址</translation>
    </message>
    <message>
        <source>Keep at the top</source>
        <translation>置顶</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>免打扰</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Close the conversation</source>
        <translation>结束会话</translation>
    </message>
    <message>
        <source>Plain text</source>
        <translation>明文</translation>
    </message>
    <message>
        <source>One message a line (netcat, telnet)</source>
        <translation>每行一条消息（netcat、telnet）</translation>
    </message>
    <message>
        <source>Encoding GB18030 instead of UTF-8</source>
        <translation>使用 GB18030 编码代替 UTF-8</translation>
    </message>
    <message>
        <source>Take turns: wait for each reply</source>
        <translation>轮流发言：等待每条回复</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Remove %1 and everything that was said?</source>
        <translation>删除 %1 以及全部聊天记录？</translation>
    </message>
    <message>
        <source>This cannot be undone.</source>
        <translation>此操作无法撤销。</translation>
    </message>
    <message>
        <source>Mark as read</source>
        <translation>标为已读</translation>
    </message>
    <message>
        <source>Mark as unread</source>
        <translation>标为未读</translation>
    </message>
    <message>
        <source>Verify…</source>
        <translation>验证…</translation>
    </message>
    <message>
        <source>Unblock</source>
        <translation>取消屏蔽</translation>
    </message>
    <message>
        <source>Block…</source>
        <translation>屏蔽…</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>屏蔽</translation>
    </message>
    <message>
        <source>Block %1?</source>
        <translation>要屏蔽 %1 吗？</translation>
    </message>
    <message>
        <source>Nothing that is written there arrives any more, and you are not seen as online. Nobody is told. What was said stays. “Blocked people” in the settings takes it back.</source>
        <translation>对方发来的任何内容都不会再送达，对方看到您不在线，也不会收到通知。已有的聊天记录会保留。可在设置的“已屏蔽的人”中取消。</translation>
    </message>
</context>
<context>
    <name>kith::ConversationPresenter</name>
    <message numerus="yes">
        <source>%1, %n client(s) connected</source>
        <translation>
            <numerusform>%1，已连接 %n 个客户端</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n 条未读</numerusform>
        </translation>
    </message>
    <message>
        <source>kept at the top</source>
        <translation>已置顶</translation>
    </message>
    <message>
        <source>muted</source>
        <translation>免打扰</translation>
    </message>
    <message>
        <source>typing…</source>
        <translation>正在输入…</translation>
    </message>
</context>
<context>
    <name>kith::ConversationView</name>
    <message>
        <source>Conversations</source>
        <translation>会话</translation>
    </message>
</context>
<context>
    <name>kith::DayGrid</name>
    <message>
        <source>Days with messages</source>
        <translation>有消息的日期</translation>
    </message>
    <message>
        <source>%1, has messages</source>
        <translation>%1，有消息</translation>
    </message>
    <message>
        <source>%1, no messages</source>
        <translation>%1，没有消息</translation>
    </message>
</context>
<context>
    <name>kith::DoctorDialog</name>
    <message>
        <source>Copy report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <source>Invitation link…</source>
        <translation>邀请链接…</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新检查</translation>
    </message>
    <message>
        <source>Why don&apos;t I see anyone?</source>
        <translation>为什么我看不到别人？</translation>
    </message>
    <message>
        <source>Looking</source>
        <translation>正在检查</translation>
    </message>
    <message>
        <source>Copy what was found, without names and addresses</source>
        <translation>复制检查结果，不含姓名和地址</translation>
    </message>
    <message>
        <source>Let somebody connect who does not see you</source>
        <translation>让看不到您的人也能连接</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭 (Esc)</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>检查结果</translation>
    </message>
    <message>
        <source>Kith is not among people yet: it has not opened your key.</source>
        <translation>Kith 还没有上线：尚未打开您的密钥。</translation>
    </message>
    <message>
        <source>Looking… This takes up to 20 seconds.</source>
        <translation>正在检查…最多需要 20 秒。</translation>
    </message>
    <message numerus="yes">
        <source>Found %Ln problem(s).</source>
        <translation>
            <numerusform>发现 %Ln 个问题。</numerusform>
        </translation>
    </message>
    <message>
        <source>Found no problem on this computer.</source>
        <translation>没有在这台电脑上发现问题。</translation>
    </message>
    <message>
        <source>Command for a terminal</source>
        <translation>终端命令</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>复制命令</translation>
    </message>
    <message>
        <source>Networks…</source>
        <translation>网络…</translation>
    </message>
    <message>
        <source>Choose in which networks people are looked for</source>
        <translation>选择在哪些网络中寻找他人</translation>
    </message>
</context>
<context>
    <name>kith::DoctorPhrases</name>
    <message>
        <source>Looking for people is switched off.</source>
        <translation>寻找附近的人已关闭。</translation>
    </message>
    <message>
        <source>Another program keeps the port with which people are found.</source>
        <translation>另一个程序占用了用于寻找附近的人的端口。</translation>
    </message>
    <message>
        <source>Others cannot connect: Kith got no port for it.</source>
        <translation>别人无法连接：Kith 没有得到可用的端口。</translation>
    </message>
    <message>
        <source>Others cannot connect: Kith does not listen.</source>
        <translation>别人无法连接：Kith 没有在监听。</translation>
    </message>
    <message>
        <source>You are invisible: others do not see you.</source>
        <translation>您处于隐身状态：别人看不到您。</translation>
    </message>
    <message>
        <source>This computer is in no network.</source>
        <translation>这台电脑没有连接任何网络。</translation>
    </message>
    <message>
        <source>Every network of this computer is left out.</source>
        <translation>这台电脑的所有网络都没有被使用。</translation>
    </message>
    <message>
        <source>The network %1 is left out.</source>
        <translation>没有使用网络 %1。</translation>
    </message>
    <message>
        <source>What Kith says in the network %1 does not even come back to this computer.</source>
        <translation>Kith 在网络 %1 中发出的内容连本机都收不到。</translation>
    </message>
    <message>
        <source>Multicast does not get through in the network %1; broadcast does.</source>
        <translation>网络 %1 中组播不通，广播可用。</translation>
    </message>
    <message>
        <source>Broadcast does not get through in the network %1; multicast does.</source>
        <translation>网络 %1 中广播不通，组播可用。</translation>
    </message>
    <message>
        <source>The network %1 carries what Kith says.</source>
        <translation>网络 %1 能正常传送 Kith 发出的内容。</translation>
    </message>
    <message>
        <source>Another Kith is in the network %1.</source>
        <translation>网络 %1 中有另一个 Kith。</translation>
    </message>
    <message>
        <source>Everything works here, but no other Kith answers.</source>
        <translation>本机一切正常，但没有别的 Kith 应答。</translation>
    </message>
    <message>
        <source>This computer has a firewall, and nobody was heard.</source>
        <translation>这台电脑有防火墙，并且没有收到任何人的消息。</translation>
    </message>
    <message>
        <source>The firewall %1 is on, and nobody was heard.</source>
        <translation>防火墙 %1 已启用，并且没有收到任何人的消息。</translation>
    </message>
    <message>
        <source>A friend</source>
        <extracomment>In place of a friend&apos;s name, at the beginning of a sentence</extracomment>
        <translation>一位好友</translation>
    </message>
    <message>
        <source>%1 reaches this computer.</source>
        <translation>%1 可以连接到这台电脑。</translation>
    </message>
    <message>
        <source>%1 hears you but cannot reach this computer.</source>
        <translation>%1 能收到您的消息，但无法连接到这台电脑。</translation>
    </message>
    <message>
        <source>%1 reaches this computer, but not Kith on it.</source>
        <translation>%1 能连接到这台电脑，但连不上其中的 Kith。</translation>
    </message>
    <message>
        <source>%1 was asked to call back and gave no answer.</source>
        <translation>已请 %1 回连，但没有得到答复。</translation>
    </message>
    <message>
        <source>Close the program that keeps the port, and look again. This names it:</source>
        <translation>请关闭占用端口的程序，然后重新检查。以下命令可以查出是哪个程序：</translation>
    </message>
    <message>
        <source>Quit Kith and start it again.</source>
        <translation>请退出 Kith 后重新启动。</translation>
    </message>
    <message>
        <source>Plug in a cable or join a Wi-Fi, and look again.</source>
        <translation>请插上网线或连接 Wi-Fi，然后重新检查。</translation>
    </message>
    <message>
        <source>Let Kith through:</source>
        <translation>放行 Kith：</translation>
    </message>
    <message>
        <source>Allow port %1 for UDP and port %2 for TCP in it.</source>
        <translation>请在防火墙中放行 UDP 端口 %1 和 TCP 端口 %2。</translation>
    </message>
    <message>
        <source>The network forbids it, or its hardware does. Use another network, or an invitation link.</source>
        <translation>网络或其设备不允许这样做。请换一个网络，或使用邀请链接。</translation>
    </message>
    <message>
        <source>Most likely it is the firewall of this computer.</source>
        <translation>很可能是这台电脑的防火墙造成的。</translation>
    </message>
    <message>
        <source>People are found all the same.</source>
        <translation>仍然可以找到别人。</translation>
    </message>
    <message>
        <source>The others are in another network, or this one keeps its computers apart, as Wi-Fi for guests does. Use a cable or an invitation link.</source>
        <translation>别人在另一个网络中，或者此网络隔离了各台电脑（访客 Wi-Fi 就是这样）。请使用网线或邀请链接。</translation>
    </message>
    <message>
        <source>It may keep out what others say.</source>
        <translation>它可能挡住了别人发来的内容。</translation>
    </message>
    <message>
        <source>Something between you lets connections through in one direction only: you can connect to them.</source>
        <translation>你们之间的某个设备只允许单向连接：您可以连接到对方。</translation>
    </message>
    <message>
        <source>Another computer may have taken the address. Quit Kith and start it again.</source>
        <translation>地址可能被另一台电脑占用。请退出 Kith 后重新启动。</translation>
    </message>
    <message>
        <source>A firewall that refuses looks like this.</source>
        <translation>防火墙拒绝连接时就是这样。</translation>
    </message>
    <message>
        <source>An older Kith does not know the question. This says nothing about your network.</source>
        <translation>旧版本的 Kith 不认识这个请求。这不能说明您的网络有问题。</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>Hint</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Kith: why don&apos;t I see anyone?</source>
        <translation>Kith：为什么我看不到别人？</translation>
    </message>
    <message>
        <source>Switch it on at “Nearby” in the settings: as long as it is off, nobody is found and nobody finds you.</source>
        <translation>请在设置的“附近”中打开：关闭期间，您找不到别人，别人也找不到您。</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <extracomment>Two sentences</extracomment>
        <translation>%1%2</translation>
    </message>
    <message>
        <source>Only your contacts meet you, and you see nobody else. To see and be found, choose another presence, or another choice at “Nearby” in the settings.</source>
        <translation>只有您的联系人能与您相遇，您也看不到其他人。要看到别人并被别人找到，请更改在线状态，或更改设置中的“附近”。</translation>
    </message>
    <message>
        <source>By default Kith does not look into VPNs and into the networks of containers and virtual machines. Join the network that the others are in, by cable or Wi-Fi, or choose one at “Networks” in the settings.</source>
        <translation>默认情况下，Kith 不在 VPN 以及容器和虚拟机的网络中寻找他人。请用网线或 Wi-Fi 加入其他人所在的网络，或在设置的“网络”中选择一个。</translation>
    </message>
    <message>
        <source>It belongs to a VPN, to containers or to virtual machines, or it was switched off. Usually that is right; it can be chosen at “Networks” in the settings.</source>
        <translation>它属于 VPN、容器或虚拟机，或者已被关闭。通常这样没有问题；如有需要，可在设置的“网络”中选择它。</translation>
    </message>
</context>
<context>
    <name>kith::Error</name>
    <message>
        <source>Can&apos;t be empty. Type a message first.</source>
        <translation>内容不能为空，请先输入消息。</translation>
    </message>
    <message>
        <source>“%1” is not an address. Write it as tcp://HOST:PORT or udp://HOST:PORT, for example tcp://127.0.0.1:8080.</source>
        <translation>“%1”不是有效地址。请写成 tcp://主机:端口 或 udp://主机:端口，例如 tcp://127.0.0.1:8080。</translation>
    </message>
    <message>
        <source>“%1” is not a way to connect. Use tcp:// or udp://.</source>
        <translation>“%1”不是支持的连接方式。请使用 tcp:// 或 udp://。</translation>
    </message>
    <message>
        <source>The address is missing. Type a name or an IP address, for example 192.168.1.20.</source>
        <translation>缺少地址。请输入主机名或 IP 地址，例如 192.168.1.20。</translation>
    </message>
    <message>
        <source>“%1” is not an address. Type a name or an IP address, for example 192.168.1.20.</source>
        <translation>“%1”不是有效地址。请输入主机名或 IP 地址，例如 192.168.1.20。</translation>
    </message>
    <message>
        <source>The port is missing. Choose a number from 1 to 65535.</source>
        <translation>缺少端口。请输入 1 到 65535 之间的数字。</translation>
    </message>
    <message>
        <source>“%1” is not a port. Choose a number from 1 to 65535.</source>
        <translation>“%1”不是有效端口。请输入 1 到 65535 之间的数字。</translation>
    </message>
    <message>
        <source>“%1” is not a command.</source>
        <translation>“%1”不是命令。</translation>
    </message>
    <message>
        <source>There is no conversation with “%1”.</source>
        <translation>没有与“%1”的会话。</translation>
    </message>
    <message>
        <source>Say which conversation is meant: not exactly one is open.</source>
        <translation>请指明是哪个会话：当前打开的会话不是恰好一个。</translation>
    </message>
    <message>
        <source>Port %1 is already in use. Choose another port, or close the program that uses it.</source>
        <translation>端口 %1 已被占用。请换一个端口，或关闭占用它的程序。</translation>
    </message>
    <message>
        <source>The system does not let you use port %1. Choose a port from 1024 to 65535.</source>
        <translation>系统不允许使用端口 %1。请选择 1024 到 65535 之间的端口。</translation>
    </message>
    <message>
        <source>This computer does not have the address in %1. Use one of its own, or 0.0.0.0 for all.</source>
        <translation>本机没有 %1 中的地址。请使用本机地址，或用 0.0.0.0 表示全部地址。</translation>
    </message>
    <message>
        <source>No computer with the name in %1 was found. Check the spelling, or type its IP address.</source>
        <translation>找不到 %1 中的主机名。请检查拼写，或输入 IP 地址。</translation>
    </message>
    <message>
        <source>Nobody is listening at %1. Start the other program first, or check the port.</source>
        <translation>%1 没有程序在监听。请先启动对方程序，或检查端口。</translation>
    </message>
    <message>
        <source>%1 cannot be reached from here. Check the address and that both computers are on the same network.</source>
        <translation>无法到达 %1。请检查地址，并确认两台电脑在同一网络中。</translation>
    </message>
    <message>
        <source>%1 does not answer. Check the address, and that no firewall is in between.</source>
        <translation>%1 没有应答。请检查地址，并确认没有被防火墙拦截。</translation>
    </message>
    <message>
        <source>The connection to %1 was lost.</source>
        <translation>与 %1 的连接已中断。</translation>
    </message>
    <message>
        <source>Not connected to %1. Connect first; what you wrote is kept.</source>
        <translation>未连接到 %1。请先连接；您写的内容会保留。</translation>
    </message>
    <message>
        <source>This computer allows no more connections for now. Nobody new can join %1 until one leaves.</source>
        <translation>本机暂时无法接受更多连接。有人离开之前，新的人无法加入 %1。</translation>
    </message>
    <message>
        <source>This is too long for one message: at most %1 bytes. Send it in parts.</source>
        <translation>一条消息最多 %1 字节，内容太长。请分几次发送。</translation>
    </message>
    <message>
        <source>The network reported a problem with %1: %2</source>
        <translation>与 %1 的网络通信出现问题：%2</translation>
    </message>
    <message>
        <source>Sending was interrupted. It may or may not have arrived; send it again if it matters.</source>
        <translation>发送被中断，对方可能收到也可能没收到；如果重要，请重新发送。</translation>
    </message>
    <message>
        <source>The profile in %1 is open in another window.</source>
        <translation>%1 中的配置已在另一个窗口中打开。</translation>
    </message>
    <message>
        <source>The folder %1 cannot be written. Check its permissions, or choose another profile.</source>
        <translation>无法写入文件夹 %1。请检查权限，或选择其他配置。</translation>
    </message>
    <message>
        <source>The history is not open.</source>
        <translation>聊天记录尚未打开。</translation>
    </message>
    <message>
        <source>The history in %1 is damaged.</source>
        <translation>%1 中的聊天记录已损坏。</translation>
    </message>
    <message>
        <source>The disk is full: nothing more can be kept. Free some space.</source>
        <translation>磁盘已满，无法继续保存。请腾出一些空间。</translation>
    </message>
    <message>
        <source>The history in %1 was written by a newer Kith. Update this one to open it.</source>
        <translation>%1 中的聊天记录由更新版本的 Kith 写入。请更新后再打开。</translation>
    </message>
    <message>
        <source>The history could not be written: %1</source>
        <translation>无法写入聊天记录：%1</translation>
    </message>
    <message>
        <source>The file %1 cannot be imported: line %2 is not what Kith exports. Choose a JSON or HTML file that Kith exported.</source>
        <translation>无法导入文件 %1：第 %2 行不是 Kith 导出的内容。请选择由 Kith 导出的 JSON 或 HTML 文件。</translation>
    </message>
    <message>
        <source>The file %1 was exported by a newer Kith. Update this one to import it.</source>
        <translation>文件 %1 由更新版本的 Kith 导出。请先更新，再导入。</translation>
    </message>
    <message>
        <source>The file %1 cannot be read. Check that it is there and its permissions.</source>
        <translation>无法读取文件 %1。请检查它是否存在以及权限。</translation>
    </message>
    <message>
        <source>The file %1 cannot be written. Check the folder and its permissions, or choose another one.</source>
        <translation>无法写入文件 %1。请检查文件夹及其权限，或选择其他文件夹。</translation>
    </message>
    <message>
        <source>The disk is full: %1 was not written. Free some space, or choose another folder.</source>
        <translation>磁盘已满：%1 未写入。请腾出一些空间，或选择其他文件夹。</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>已取消。</translation>
    </message>
    <message>
        <source>%1 belongs to another program. Choose another profile.</source>
        <translation>%1 属于另一个程序。请选择其他配置。</translation>
    </message>
    <message>
        <source>The history in %1 cannot be written. Check that the disk is not read-only.</source>
        <translation>无法写入 %1 中的聊天记录。请检查磁盘是否为只读。</translation>
    </message>
    <message>
        <source>The disk reported an error: nothing more is written to the history.</source>
        <translation>磁盘报告了错误：聊天记录暂停写入。</translation>
    </message>
    <message>
        <source>%1 does not end in .json, .html or .txt.</source>
        <translation>%1 的扩展名不是 .json、.html 或 .txt。</translation>
    </message>
    <message>
        <source>The ID is missing. Copy the whole of it: eight groups of seven letters and digits.</source>
        <translation>缺少 ID。请完整复制：共八组，每组七个字母或数字。</translation>
    </message>
    <message>
        <source>“%1” is not right in this ID. Compare it with the original, or copy the whole ID again.</source>
        <translation>此 ID 中的“%1”有误。请与原文核对，或重新复制整个 ID。</translation>
    </message>
    <message>
        <source>“%1” is not an invitation. It looks like kith://ID@HOST:PORT; copy the whole link.</source>
        <translation>“%1”不是邀请链接。邀请链接的形式为 kith://ID@主机:端口，请复制整个链接。</translation>
    </message>
    <message>
        <source>The other side sent something that this Kith does not understand. If it happens again, update Kith on both sides.</source>
        <translation>对方发来了此版本 Kith 无法理解的内容。如果再次出现，请在双方更新 Kith。</translation>
    </message>
    <message>
        <source>%1 sent something that this Kith does not understand. If it happens again, update Kith on both sides.</source>
        <translation>%1 发来了此版本 Kith 无法理解的内容。如果再次出现，请在双方更新 Kith。</translation>
    </message>
    <message>
        <source>The comparison was tampered with: somebody may be listening in between. Compare the safety numbers in another way, for example by telephone.</source>
        <translation>比对过程被篡改：中间可能有人窃听。请换一种方式（例如打电话）核对安全码。</translation>
    </message>
    <message>
        <source>Somebody else answers at %1: the key is not the one that you know. Nothing was sent. Ask the person whether they set up Kith anew before you accept it.</source>
        <translation>在 %1 应答的是另一个人：密钥与您所知的不同。没有发送任何内容。请先向对方确认是否重新安装了 Kith，再决定是否接受。</translation>
    </message>
    <message>
        <source>What answers at %1 does not speak Kith&apos;s encrypted protocol. Check the port, or connect in plain text.</source>
        <translation>%1 处的程序不使用 Kith 的加密协议。请检查端口，或以明文方式连接。</translation>
    </message>
    <message>
        <source>The program at %1 did not keep to the protocol and was disconnected. Update Kith on both computers.</source>
        <translation>%1 处的程序没有遵守协议，已断开连接。请更新两台电脑上的 Kith。</translation>
    </message>
    <message>
        <source>The other side at %1 refused the connection. Try again later, or ask the person there.</source>
        <translation>%1 处的对方拒绝了连接。请稍后再试，或询问对方。</translation>
    </message>
    <message>
        <source>%1 is this Kith itself. Type the address of the other computer.</source>
        <translation>%1 就是这个 Kith 自己。请输入另一台电脑的地址。</translation>
    </message>
    <message>
        <source>You are connected with the person at %1 already.</source>
        <translation>您已经与 %1 处的人建立了连接。</translation>
    </message>
    <message>
        <source>The key file %1 of this profile is missing. Put it back from a backup. Without it you are a stranger to your friends: start with a new profile if it is lost.</source>
        <translation>此配置的密钥文件 %1 不见了。请从备份中恢复。没有它，您对好友来说就是陌生人：如果已经丢失，请新建一个配置。</translation>
    </message>
    <message>
        <source>The key file %1 belongs to another profile. Put the right one back from a backup.</source>
        <translation>密钥文件 %1 属于另一个配置。请从备份中恢复正确的文件。</translation>
    </message>
    <message>
        <source>The key file %1 is damaged. Put it back from a backup.</source>
        <translation>密钥文件 %1 已损坏。请从备份中恢复。</translation>
    </message>
    <message>
        <source>The key file %1 cannot be read. Check its permissions.</source>
        <translation>无法读取密钥文件 %1。请检查其权限。</translation>
    </message>
    <message>
        <source>The key file %1 was written by a newer Kith. Update this one to open it.</source>
        <translation>密钥文件 %1 由更新版本的 Kith 写入。请更新此程序后再打开。</translation>
    </message>
    <message>
        <source>The key of this profile cannot be used: %1</source>
        <translation>无法使用此配置的密钥：%1</translation>
    </message>
    <message>
        <source>The key of this profile is sealed. Type its passphrase.</source>
        <translation>此配置的密钥已加密保存。请输入口令。</translation>
    </message>
    <message>
        <source>That is not the passphrase of this profile. Try again.</source>
        <translation>口令不正确。请再试一次。</translation>
    </message>
    <message>
        <source>You have blocked %1. Unblock the person first, in the settings at “Blocked people”.</source>
        <translation>您已屏蔽 %1。请先在设置的“已屏蔽的人”中取消屏蔽。</translation>
    </message>
    <message>
        <source>This Kith has no key that is kept in a profile. Start it with a profile.</source>
        <translation>这个 Kith 的密钥没有保存在任何配置中。请使用一个配置来启动。</translation>
    </message>
    <message>
        <source>Nothing can be encrypted before the key of this profile is open. Open it first, or connect in plain text.</source>
        <translation>此配置的密钥尚未打开，无法加密。请先打开密钥，或以明文方式连接。</translation>
    </message>
</context>
<context>
    <name>kith::FindBar</name>
    <message>
        <source>Look inside words</source>
        <translation>在单词内部查找</translation>
    </message>
    <message>
        <source>Next, older hit (Enter or F3)</source>
        <translation>下一处，较早 (Enter 或 F3)</translation>
    </message>
    <message>
        <source>Previous, newer hit (Shift+Enter or Shift+F3)</source>
        <translation>上一处，较新 (Shift+Enter 或 Shift+F3)</translation>
    </message>
    <message>
        <source>Search in this conversation</source>
        <translation>在此会话中搜索</translation>
    </message>
    <message>
        <source>Close the search (Esc)</source>
        <translation>关闭搜索 (Esc)</translation>
    </message>
    <message>
        <source>searching…</source>
        <translation>正在搜索…</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1/%2</translation>
    </message>
</context>
<context>
    <name>kith::FriendPresenter</name>
    <message>
        <source>%1, %2 of %3 online</source>
        <translation>%1，%3 人中 %2 人在线</translation>
    </message>
    <message>
        <source>%1, online</source>
        <translation>%1，在线</translation>
    </message>
    <message>
        <source>%1, offline</source>
        <translation>%1，离线</translation>
    </message>
</context>
<context>
    <name>kith::FriendView</name>
    <message>
        <source>People</source>
        <translation>联系人</translation>
    </message>
</context>
<context>
    <name>kith::FullTextDialog</name>
    <message>
        <source>The whole message of %1</source>
        <translation>%1 的完整消息</translation>
    </message>
    <message>
        <source>The whole message</source>
        <translation>完整消息</translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation>复制全部</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>%1 characters</source>
        <translation>%1 个字符</translation>
    </message>
</context>
<context>
    <name>kith::HistoryActions</name>
    <message>
        <source>Star</source>
        <translation>加星标</translation>
    </message>
    <message>
        <source>Comment…</source>
        <translation>备注…</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Go to message</source>
        <translation>转到消息</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Remove star</source>
        <translation>取消星标</translation>
    </message>
    <message>
        <source>Me</source>
        <translation>我</translation>
    </message>
    <message numerus="yes">
        <source>Delete all %Ln message(s) that this list holds?</source>
        <translation>
            <numerusform>删除此列表中的全部 %Ln 条消息？</numerusform>
        </translation>
    </message>
    <message>
        <source>Also those further down that are not shown yet.</source>
        <translation>包括下方尚未显示的消息。</translation>
    </message>
</context>
<context>
    <name>kith::HistoryFilters</name>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>链接</translation>
    </message>
    <message>
        <source>Starred</source>
        <translation>星标</translation>
    </message>
    <message>
        <source>Anybody</source>
        <translation>所有人</translation>
    </message>
    <message>
        <source>Me</source>
        <translation>我</translation>
    </message>
    <message>
        <source>Them</source>
        <translation>对方</translation>
    </message>
    <message>
        <source>Show every day</source>
        <translation>显示所有日期</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>发送者</translation>
    </message>
    <message>
        <source>The month before</source>
        <translation>上个月</translation>
    </message>
    <message>
        <source>The month after</source>
        <translation>下个月</translation>
    </message>
    <message>
        <source>Choose the whole month</source>
        <translation>选择整个月</translation>
    </message>
    <message>
        <source>MMMM yyyy</source>
        <extracomment>The heading of a month in a calendar, as QLocale::toString() takes it</extracomment>
        <translation>yyyy年M月</translation>
    </message>
    <message>
        <source>%1: choose the whole month</source>
        <translation>%1：选择整个月</translation>
    </message>
    <message>
        <source>Every day. Shift+click chooses several.</source>
        <translation>所有日期。按住 Shift 点击可选多天。</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1至%2</translation>
    </message>
</context>
<context>
    <name>kith::HistoryPane</name>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Search messages</source>
        <translation>搜索消息</translation>
    </message>
    <message>
        <source>Search messages (Ctrl+F)</source>
        <translation>搜索消息 (Ctrl+F)</translation>
    </message>
    <message>
        <source>Look inside words as well</source>
        <translation>也在单词内部查找</translation>
    </message>
    <message numerus="yes">
        <source>%Ln message(s) deleted.</source>
        <translation>
            <numerusform>已删除 %Ln 条消息。</numerusform>
        </translation>
    </message>
    <message>
        <source>Searching inside words…</source>
        <translation>正在单词内部查找…</translation>
    </message>
    <message>
        <source>No message fits these filters.</source>
        <translation>没有符合这些条件的消息。</translation>
    </message>
    <message>
        <source>Nothing was said here yet.</source>
        <translation>这里还没有消息。</translation>
    </message>
    <message>
        <source>Nothing found for “%1”, inside words neither.</source>
        <translation>没有找到“%1”，单词内部也没有。</translation>
    </message>
    <message>
        <source>Nothing found for “%1”. Look inside words as well? That takes longer.</source>
        <translation>没有找到“%1”。要在单词内部也查找吗？这需要更长时间。</translation>
    </message>
    <message>
        <source>searching…</source>
        <translation>正在搜索…</translation>
    </message>
    <message>
        <source>%1 messages</source>
        <translation>%1 条消息</translation>
    </message>
    <message>
        <source>%1 of %2 · %3</source>
        <translation>%1 条，共 %2 条 · %3</translation>
    </message>
    <message>
        <source>All that were found</source>
        <translation>找到的全部消息</translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>已选择 %n 条</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kith::HistoryPlaces</name>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>People</source>
        <translation>联系人</translation>
    </message>
    <message>
        <source>Plain text</source>
        <translation>纯文本</translation>
    </message>
    <message>
        <source>Find people</source>
        <translation>查找联系人</translation>
    </message>
    <message>
        <source>Whose history</source>
        <translation>谁的历史记录</translation>
    </message>
</context>
<context>
    <name>kith::HistoryWindow</name>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
</context>
<context>
    <name>kith::HitPresenter</name>
    <message>
        <source>Me to %1</source>
        <translation>我对 %1</translation>
    </message>
    <message>
        <source>starred</source>
        <translation>已加星标</translation>
    </message>
    <message>
        <source>comment: %1</source>
        <translation>备注：%1</translation>
    </message>
</context>
<context>
    <name>kith::HitSection</name>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Look inside words as well</source>
        <translation>也在单词内部查找</translation>
    </message>
    <message>
        <source>Show all in History</source>
        <translation>在历史记录中全部显示</translation>
    </message>
    <message>
        <source>Searching inside words…</source>
        <translation>正在单词内部查找…</translation>
    </message>
    <message>
        <source>Nothing found for “%1”, inside words neither.</source>
        <translation>没有找到“%1”，单词内部也没有。</translation>
    </message>
    <message>
        <source>Nothing found for “%1”. Look inside words as well?</source>
        <translation>没有找到“%1”。要在单词内部也查找吗？</translation>
    </message>
    <message>
        <source>More in History…</source>
        <translation>在历史记录中查看更多…</translation>
    </message>
</context>
<context>
    <name>kith::HitView</name>
    <message>
        <source>Messages that were found</source>
        <translation>找到的消息</translation>
    </message>
</context>
<context>
    <name>kith::HostClients</name>
    <message>
        <source>%1, connected since %2</source>
        <translation>%1，自 %2 起已连接</translation>
    </message>
</context>
<context>
    <name>kith::HostPane</name>
    <message>
        <source>Nobody yet. Give one of the addresses above to the others.</source>
        <translation>还没有人。请把上面的任一地址告诉对方。</translation>
    </message>
    <message>
        <source>Others connect to</source>
        <translation>别人可以连接</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Take this host off the list</source>
        <translation>从列表中移除此主机</translation>
    </message>
    <message>
        <source>Your server on port %1</source>
        <translation>您的服务器（端口 %1）</translation>
    </message>
    <message>
        <source>Listening since %1</source>
        <translation>自 %1 起监听</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>正在打开…</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>Stop hosting</source>
        <translation>停止主持</translation>
    </message>
    <message>
        <source>Listen at the same address again</source>
        <translation>在同一地址重新监听</translation>
    </message>
    <message>
        <source>Stop listening and say q to every client</source>
        <translation>停止监听，并向每个客户端发送 q</translation>
    </message>
    <message>
        <source>Copy %1</source>
        <translation>复制 %1</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>复制地址</translation>
    </message>
    <message numerus="yes">
        <source>%n client(s) connected</source>
        <translation>
            <numerusform>已连接 %n 个客户端</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kith::IntroductionCards</name>
    <message>
        <source>Greetings</source>
        <translation>招呼</translation>
    </message>
    <message>
        <source>%1 greets you</source>
        <translation>%1 向您打招呼</translation>
    </message>
    <message>
        <source>The beginning of the id, which nobody can choose</source>
        <translation>ID 的开头，谁都无法自选</translation>
    </message>
    <message>
        <source>Not %1, though the name looks alike</source>
        <translation>不是 %1，只是名字相似</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>接受</translation>
    </message>
    <message>
        <source>Accept %1</source>
        <translation>接受 %1</translation>
    </message>
    <message>
        <source>Decline</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>Decline %1</source>
        <translation>拒绝 %1</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>屏蔽</translation>
    </message>
    <message>
        <source>Block %1</source>
        <translation>屏蔽 %1</translation>
    </message>
    <message>
        <source>Hear nothing of this person any more</source>
        <translation>不再接收此人的任何消息</translation>
    </message>
    <message numerus="yes">
        <source>%n greeting(s)</source>
        <translation>
            <numerusform>%n 人向您打招呼</numerusform>
        </translation>
    </message>
    <message>
        <source>Fold them away</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>Show them</source>
        <translation>展开</translation>
    </message>
</context>
<context>
    <name>kith::InvitationDialog</name>
    <message>
        <source>Whoever has this link can greet you; your key is checked with it. Show it, or send it in a way in which nobody can exchange it.</source>
        <translation>有此链接的人可以向您打招呼；链接用来核对您的密钥。请当面出示，或用别人无法调换的方式发送。</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Nobody can connect to this Kith yet. As soon as somebody can, the link is here.</source>
        <translation>还没有人能连接到这个 Kith。可以连接后，链接会显示在这里。</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>复制链接</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Your invitation</source>
        <translation>您的邀请</translation>
    </message>
    <message>
        <source>The address of this computer at which you are reached</source>
        <translation>别人用来连接您的本机地址</translation>
    </message>
    <message>
        <source>Invitation link</source>
        <translation>邀请链接</translation>
    </message>
    <message>
        <source>The link as a QR code</source>
        <translation>链接的二维码</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭 (Esc)</translation>
    </message>
</context>
<context>
    <name>kith::KeyBar</name>
    <message>
        <source>Keep the known key</source>
        <translation>保留原来的密钥</translation>
    </message>
    <message>
        <source>Accept the new key…</source>
        <translation>接受新密钥…</translation>
    </message>
    <message>
        <source>Go on with the key that was there before</source>
        <translation>继续使用原来的密钥</translation>
    </message>
    <message>
        <source>Compare the two keys first</source>
        <translation>先比较两个密钥</translation>
    </message>
    <message>
        <source>Somebody else&apos;s key is where %1 was. Nothing is sent until you decide.</source>
        <translation>%1 的位置上是别人的密钥。在您决定之前，不会发送任何内容。</translation>
    </message>
    <message>
        <source>Accept the new key</source>
        <translation>接受新密钥</translation>
    </message>
    <message>
        <source>Take the new key for %1&apos;s?</source>
        <translation>要把新密钥当作 %1 的密钥吗？</translation>
    </message>
    <message>
        <source>Ask %1 by voice whether Kith was set up anew there, and compare the safety number. Whoever holds the new key will read what waits here.

Known key: %2
New key: %3

The new safety number:
%4</source>
        <translation>请当面或打电话问 %1 是否重新安装了 Kith，并核对安全码。持有新密钥的人将看到在此等待发送的内容。

原来的密钥：%2
新密钥：%3

新的安全码：
%4</translation>
    </message>
</context>
<context>
    <name>kith::LineDialog</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>kith::LinkDialog</name>
    <message>
        <source>Write a mail?</source>
        <translation>写邮件？</translation>
    </message>
    <message>
        <source>Open this address?</source>
        <translation>打开这个地址？</translation>
    </message>
    <message>
        <source>Your mail program will write to:</source>
        <translation>邮件程序将写信给：</translation>
    </message>
    <message>
        <source>Your browser will open a page at:</source>
        <translation>浏览器将打开以下网站的网页：</translation>
    </message>
    <message>
        <source>Whole address</source>
        <translation>完整地址</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>复制地址</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>kith::MainWindow</name>
    <message>
        <source>(%1) Kith</source>
        <translation>（%1）Kith</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>尚未保存</translation>
    </message>
    <message>
        <source>What was written last could not be saved, because the disk does not take it.</source>
        <translation>最近写下的内容无法保存，因为磁盘无法写入。</translation>
    </message>
    <message>
        <source>Quit and lose it</source>
        <translation>退出并放弃</translation>
    </message>
    <message>
        <source>Keep open</source>
        <translation>保持打开</translation>
    </message>
    <message>
        <source>If you quit now, it is lost. Keep Kith open until the disk takes it again.</source>
        <translation>如果现在退出，这些内容将会丢失。请保持 Kith 打开，直到磁盘可以写入。</translation>
    </message>
</context>
<context>
    <name>kith::MessageView</name>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Open link…</source>
        <translation>打开链接…</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>复制地址</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy text only</source>
        <translation>只复制文字</translation>
    </message>
    <message>
        <source>Copy with name and time</source>
        <translation>连同姓名和时间复制</translation>
    </message>
    <message>
        <source>Star</source>
        <translation>加星标</translation>
    </message>
    <message>
        <source>Remove star</source>
        <translation>取消星标</translation>
    </message>
    <message>
        <source>Show in history</source>
        <translation>在聊天记录中显示</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Add comment…</source>
        <translation>添加备注…</translation>
    </message>
    <message>
        <source>Edit comment…</source>
        <translation>编辑备注…</translation>
    </message>
</context>
<context>
    <name>kith::NavRail</name>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Conversations (Ctrl+1)</source>
        <translation>会话（Ctrl+1）</translation>
    </message>
    <message>
        <source>People</source>
        <translation>联系人</translation>
    </message>
    <message>
        <source>People (Ctrl+2)</source>
        <translation>联系人（Ctrl+2）</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Settings (Ctrl+,)</source>
        <translation>设置（Ctrl+,）</translation>
    </message>
    <message numerus="yes">
        <source>Conversations, %n unread</source>
        <translation>
            <numerusform>会话，%n 条未读</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>People, %n greeting(s)</source>
        <translation>
            <numerusform>联系人，%n 人向您打招呼</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kith::NearbyPane</name>
    <message>
        <source>Use the invitation</source>
        <translation>使用邀请</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>接受</translation>
    </message>
    <message>
        <source>Greet again</source>
        <translation>再次打招呼</translation>
    </message>
    <message>
        <source>Greet</source>
        <translation>打招呼</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>您的名字</translation>
    </message>
    <message>
        <source>Everybody near you sees this name</source>
        <translation>附近的人都会看到这个名字</translation>
    </message>
    <message>
        <source>Who sees you</source>
        <translation>谁能看到您</translation>
    </message>
    <message>
        <source>Whether others find this computer</source>
        <translation>别人能否发现这台电脑</translation>
    </message>
    <message>
        <source>Seen by everybody</source>
        <translation>所有人可见</translation>
    </message>
    <message>
        <source>Invisible</source>
        <translation>隐身</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Nobody finds you, and you find nobody</source>
        <translation>谁都发现不了您，您也发现不了别人</translation>
    </message>
    <message>
        <source>People near you</source>
        <translation>附近的人</translation>
    </message>
    <message>
        <source>Why don&apos;t I see anyone?</source>
        <translation>为什么看不到任何人？</translation>
    </message>
    <message>
        <source>Look for the reason</source>
        <translation>查找原因</translation>
    </message>
    <message>
        <source>A few words</source>
        <translation>附言</translation>
    </message>
    <message>
        <source>Who you are, if your name does not say it</source>
        <translation>如果名字看不出您是谁，请写明</translation>
    </message>
    <message>
        <source>Invitation</source>
        <translation>邀请</translation>
    </message>
    <message>
        <source>The kith:// line that somebody sent you</source>
        <translation>别人发给您的 kith:// 链接</translation>
    </message>
    <message>
        <source>Paste an invitation: kith://…</source>
        <translation>粘贴邀请：kith://…</translation>
    </message>
    <message>
        <source>Others see %1</source>
        <translation>别人看到的是 %1</translation>
    </message>
    <message>
        <source>Nobody is looked for, because you switched it off.</source>
        <translation>您已关闭此功能，因此不寻找任何人。</translation>
    </message>
    <message>
        <source>Nobody here yet.</source>
        <translation>这里还没有人。</translation>
    </message>
    <message>
        <source>Not looking for people yet.</source>
        <translation>尚未开始寻找附近的人。</translation>
    </message>
    <message>
        <source>Only your contacts meet you, and you see nobody else</source>
        <translation>只有您的联系人能遇到您，您也看不到其他人</translation>
    </message>
    <message>
        <source>Invite…</source>
        <translation>邀请…</translation>
    </message>
    <message>
        <source>Your own invitation</source>
        <translation>您自己的邀请</translation>
    </message>
    <message>
        <source>Shows the link and the picture with which others find you</source>
        <translation>显示别人用来找到您的链接和二维码</translation>
    </message>
    <message>
        <source>You are invisible: only your contacts are shown.</source>
        <translation>您处于隐身状态：只显示您的联系人。</translation>
    </message>
    <message>
        <source>Is somebody missing?</source>
        <translation>有人没出现？</translation>
    </message>
</context>
<context>
    <name>kith::NearbyPresenter</name>
    <message>
        <source>Not %1, though the name looks alike</source>
        <translation>不是 %1，只是名字相似</translation>
    </message>
    <message>
        <source>Friend</source>
        <translation>好友</translation>
    </message>
    <message>
        <source>Greeted</source>
        <translation>已打招呼</translation>
    </message>
    <message>
        <source>Greets you</source>
        <translation>向您打招呼</translation>
    </message>
    <message>
        <source>%1, at %2</source>
        <translation>%1，位于 %2</translation>
    </message>
</context>
<context>
    <name>kith::NetworksDialog</name>
    <message>
        <source>This computer alone</source>
        <translation>仅限这台电脑</translation>
    </message>
    <message>
        <source>Used by default</source>
        <translation>默认使用</translation>
    </message>
    <message>
        <source>Used by your choice: a VPN, containers or virtual machines</source>
        <translation>由您选择使用：VPN、容器或虚拟机</translation>
    </message>
    <message>
        <source>Left out by your choice</source>
        <translation>由您选择不使用</translation>
    </message>
    <message>
        <source>Left out by default: a VPN, containers or virtual machines</source>
        <translation>默认不使用：VPN、容器或虚拟机</translation>
    </message>
    <message>
        <source>This computer is in no network.</source>
        <translation>这台电脑没有连接任何网络。</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Networks</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Kith looks for people in the networks that are chosen here, and is found there. A friend who is connected stays connected, whichever way.</source>
        <translation>Kith 在这里选中的网络中寻找他人，也在其中被他人找到。已连接的好友无论经由哪个网络都保持连接。</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭 (Esc)</translation>
    </message>
</context>
<context>
    <name>kith::Options</name>
    <message>
        <source>kith: --%1: %2</source>
        <translation>kith：--%1：%2</translation>
    </message>
    <message>
        <source>A messenger for people on the same network.</source>
        <translation>同一网络中的人之间的即时通讯。</translation>
    </message>
    <message>
        <source>Say this and end.</source>
        <translation>显示此说明并退出。</translation>
    </message>
    <message>
        <source>Say the version and end.</source>
        <translation>显示版本并退出。</translation>
    </message>
    <message>
        <source>Which profile: a name, or a directory with a &apos;/&apos;.</source>
        <translation>使用哪个配置：名称，或带“/”的目录。</translation>
    </message>
    <message>
        <source>Be a server there; repeatable.</source>
        <translation>在该处作为服务器；可重复。</translation>
    </message>
    <message>
        <source>Open a UDP conversation with it.</source>
        <translation>与其打开 UDP 会话。</translation>
    </message>
    <message>
        <source>Our own address and port of the UDP conversation.</source>
        <translation>UDP 会话的本机地址和端口。</translation>
    </message>
    <message>
        <source>kith: %1</source>
        <translation>kith：%1</translation>
    </message>
    <message>
        <source>kith: “%1” is not an option. See kith --help.</source>
        <translation>kith：“%1”不是选项。请看 kith --help。</translation>
    </message>
    <message>
        <source>Belongs to --direct.</source>
        <translation>只能与 --direct 一起使用。</translation>
    </message>
    <message>
        <source>Connect to it, by tcp:// in plain text, by kith:// encrypted; repeatable.</source>
        <translation>连接到该处：tcp:// 为明文，kith:// 为加密；可重复使用。</translation>
    </message>
</context>
<context>
    <name>kith::PassphraseDialog</name>
    <message>
        <source>Remove the passphrase</source>
        <translation>移除口令</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Change passphrase</source>
        <translation>更改口令</translation>
    </message>
    <message>
        <source>Set passphrase</source>
        <translation>设置口令</translation>
    </message>
    <message>
        <source>Change the passphrase</source>
        <translation>更改口令</translation>
    </message>
    <message>
        <source>Set a passphrase</source>
        <translation>设置口令</translation>
    </message>
    <message>
        <source>Writing the key</source>
        <translation>正在写入密钥</translation>
    </message>
    <message>
        <source>Open this profile without a passphrase from now on</source>
        <translation>今后打开此配置不再需要口令</translation>
    </message>
    <message>
        <source>Whoever copies the key of this profile can pretend to be you, unless it is under a passphrase. Kith asks for it at each start.</source>
        <translation>如果没有口令保护，复制了此配置密钥的人就能冒充您。设置口令后，Kith 每次启动时都会询问。</translation>
    </message>
    <message>
        <source>Nobody can recover a forgotten passphrase: without it you are a stranger to your friends.</source>
        <translation>忘记的口令谁也无法找回：没有它，您对好友来说就是陌生人。</translation>
    </message>
    <message>
        <source>Present passphrase</source>
        <translation>当前口令</translation>
    </message>
    <message>
        <source>New passphrase</source>
        <translation>新口令</translation>
    </message>
    <message>
        <source>The new one again</source>
        <translation>再次输入新口令</translation>
    </message>
    <message>
        <source>Type a passphrase.</source>
        <translation>请输入口令。</translation>
    </message>
    <message>
        <source>This is not the same as above. Type it again.</source>
        <translation>与上面的不一致。请重新输入。</translation>
    </message>
    <message>
        <source>Type the present passphrase.</source>
        <translation>请输入当前口令。</translation>
    </message>
</context>
<context>
    <name>kith::PeopleBar</name>
    <message>
        <source>Change name…</source>
        <translation>修改名字…</translation>
    </message>
    <message>
        <source>Make invisible</source>
        <translation>隐身</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>口令</translation>
    </message>
    <message>
        <source>The key of this profile is protected. Without its passphrase nobody finds you and no friend is connected.</source>
        <translation>此配置的密钥受口令保护。没有口令，谁都找不到您，也连不上任何好友。</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>解锁</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>您的名字</translation>
    </message>
    <message>
        <source>Everybody near you sees this name. Without one they see the beginning of your id.</source>
        <translation>附近的人都会看到这个名字。没有名字时，他们看到的是您 ID 的开头。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名字</translation>
    </message>
    <message>
        <source>Use this name</source>
        <translation>使用这个名字</translation>
    </message>
    <message>
        <source>Unlock…</source>
        <translation>解锁…</translation>
    </message>
    <message>
        <source>Other people on this computer could read the key of this profile. They cannot any more, but whoever copied it can pretend to be you.</source>
        <translation>此前，这台电脑上的其他用户可以读取此配置的密钥。现在已经不能，但复制过它的人可以冒充您。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>People near you see this computer as “%1”.</source>
        <translation>附近的人看到这台电脑的名字是“%1”。</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>知道了</translation>
    </message>
</context>
<context>
    <name>kith::PersonDialog</name>
    <message>
        <source>Not verified yet. The key is the one that was there at first.</source>
        <translation>尚未验证。密钥与最初的相同。</translation>
    </message>
    <message>
        <source>Verified. You made sure that the key is %1&apos;s.</source>
        <translation>已验证。您已确认密钥属于 %1。</translation>
    </message>
    <message>
        <source>Changed. Somebody else&apos;s key is where %1 was: decide in the conversation which one is right.</source>
        <translation>密钥已变。%1 的位置上是别人的密钥：请在会话中决定哪一个正确。</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Compare six digits…</source>
        <translation>比对六位数字…</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Safety number</source>
        <translation>安全码</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>Copy the safety number</source>
        <translation>复制安全码</translation>
    </message>
    <message>
        <source>While both of you are there: quicker than the safety number</source>
        <translation>两人都在线时可用，比核对安全码更快</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭 (Esc)</translation>
    </message>
    <message>
        <source>Read these numbers to each other, or compare the two screens. When they are equal on both sides, nobody is in between.</source>
        <translation>请互相读出这些数字，或对照两个屏幕。两边相同，就说明中间没有别人。</translation>
    </message>
    <message>
        <source>Verify %1</source>
        <translation>验证 %1</translation>
    </message>
    <message>
        <source>Not verified any more</source>
        <translation>取消验证</translation>
    </message>
    <message>
        <source>The numbers are the same</source>
        <translation>数字相同</translation>
    </message>
    <message>
        <source>Six digits can be compared while %1 is there.</source>
        <translation>%1 在线时可以比对六位数字。</translation>
    </message>
</context>
<context>
    <name>kith::Phrases</name>
    <message>
        <source>waiting for the connection</source>
        <translation>等待连接</translation>
    </message>
    <message>
        <source>%1 of %2 pieces sent</source>
        <translation>已发送 %1/%2 段</translation>
    </message>
    <message>
        <source>sending</source>
        <translation>正在发送</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>已发送</translation>
    </message>
    <message>
        <source>delivered</source>
        <translation>已送达</translation>
    </message>
    <message>
        <source>read</source>
        <translation>已读</translation>
    </message>
    <message>
        <source>not sent</source>
        <translation>未发送</translation>
    </message>
    <message>
        <source>left with q</source>
        <translation>输入 q 离开</translation>
    </message>
    <message>
        <source>closed the connection</source>
        <translation>关闭了连接</translation>
    </message>
    <message>
        <source>you closed the connection</source>
        <translation>您关闭了连接</translation>
    </message>
    <message>
        <source>connection lost</source>
        <translation>连接中断</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>未连接</translation>
    </message>
    <message>
        <source>Draft: %1</source>
        <translation>草稿：%1</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>正在连接…</translation>
    </message>
    <message>
        <source>Me: %1</source>
        <translation>我：%1</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>online</source>
        <translation>在线</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>正在连接</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>Connecting to %1…</source>
        <translation>正在连接 %1…</translation>
    </message>
    <message>
        <source>Offline · %1</source>
        <translation>离线 · %1</translation>
    </message>
    <message>
        <source>Connected to your server on port %1 · since %2</source>
        <translation>已连接到您的服务器（端口 %1） · 自 %2</translation>
    </message>
    <message>
        <source>You are connected to %1 · since %2</source>
        <translation>您已连接到 %1 · 自 %2</translation>
    </message>
    <message>
        <source>Direct (UDP) from your port %1 · since %2</source>
        <translation>直连（UDP），本机端口 %1 · 自 %2</translation>
    </message>
    <message>
        <source>Direct (UDP) · since %1</source>
        <translation>直连（UDP） · 自 %1</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>在线</translation>
    </message>
    <message>
        <source>is online</source>
        <translation>已上线</translation>
    </message>
    <message>
        <source>%1 is online</source>
        <translation>%1 已上线</translation>
    </message>
    <message>
        <source>%1 is offline: left with q</source>
        <translation>%1 已下线：输入 q 离开</translation>
    </message>
    <message>
        <source>is offline</source>
        <translation>已下线</translation>
    </message>
    <message>
        <source>%1 is offline</source>
        <translation>%1 已下线</translation>
    </message>
    <message>
        <source>%1 is offline: the connection was lost</source>
        <translation>%1 已下线：连接中断</translation>
    </message>
    <message>
        <source>%1 pieces of at most 1,024 bytes</source>
        <translation>共 %1 段，每段不超过 1,024 字节</translation>
    </message>
    <message numerus="yes">
        <source>%n byte(s)</source>
        <translation>
            <numerusform>%n 字节</numerusform>
        </translation>
    </message>
    <message>
        <source>Interrupted: it may or may not have arrived</source>
        <translation>已中断：对方可能收到也可能没收到</translation>
    </message>
    <message>
        <source>Too long for one message</source>
        <translation>超过单条消息的长度</translation>
    </message>
    <message>
        <source>The disk is full</source>
        <translation>磁盘已满</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>未连接</translation>
    </message>
    <message>
        <source>The connection was lost</source>
        <translation>连接已中断</translation>
    </message>
    <message>
        <source>Me</source>
        <translation>我</translation>
    </message>
    <message>
        <source>Waiting for a reply: this program may read one message at a time</source>
        <translation>等待回复：对方程序可能一次只读一条消息</translation>
    </message>
    <message>
        <source>some bytes were not text in this encoding</source>
        <translation>部分字节不是该编码的文字</translation>
    </message>
    <message>
        <source>This message needs a newer Kith.</source>
        <translation>此消息需要更新版本的 Kith。</translation>
    </message>
    <message>
        <source>My friends</source>
        <translation>我的好友</translation>
    </message>
    <message>
        <source>Strangers</source>
        <translation>陌生人</translation>
    </message>
    <message>
        <source>Opening %1</source>
        <translation>正在打开 %1</translation>
    </message>
    <message>
        <source>Hosting %1</source>
        <translation>正在主持 %1</translation>
    </message>
    <message>
        <source>Stopped %1</source>
        <translation>已停止 %1</translation>
    </message>
    <message>
        <source>could not connect</source>
        <translation>无法连接</translation>
    </message>
    <message>
        <source>in answer to: %1</source>
        <translation>回复：%1</translation>
    </message>
    <message>
        <source>starred</source>
        <translation>已加星标</translation>
    </message>
    <message>
        <source>comment: %1</source>
        <translation>备注：%1</translation>
    </message>
    <message>
        <source>d MMM HH:mm</source>
        <extracomment>A day of this year and a time, as QLocale::toString() takes it</extracomment>
        <translation>M月d日 HH:mm</translation>
    </message>
    <message>
        <source>d MMM yyyy HH:mm</source>
        <extracomment>A day with its year and a time, as QLocale::toString() takes it</extracomment>
        <translation>yyyy年M月d日 HH:mm</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 毫秒</translation>
    </message>
    <message>
        <source>[File] %1</source>
        <translation>[文件] %1</translation>
    </message>
    <message>
        <source>[Picture] %1</source>
        <translation>[图片] %1</translation>
    </message>
    <message>
        <source>not saved yet</source>
        <translation>尚未保存</translation>
    </message>
    <message>
        <source>Away</source>
        <translation>离开</translation>
    </message>
    <message>
        <source>Busy</source>
        <translation>忙碌</translation>
    </message>
    <message>
        <source>Invisible</source>
        <translation>隐身</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>%1 · “%2”</source>
        <extracomment>A word such as &quot;Away&quot;, and what the person says of itself</extracomment>
        <translation>%1 · “%2”</translation>
    </message>
    <message>
        <source>Encrypted · since %1</source>
        <translation>已加密 · 自 %1 起</translation>
    </message>
    <message>
        <source>Blocked</source>
        <translation>已屏蔽</translation>
    </message>
    <message>
        <source>You have said hello and wait for the answer</source>
        <translation>您已打招呼，正在等待答复</translation>
    </message>
    <message>
        <source>Not a friend</source>
        <translation>不是好友</translation>
    </message>
    <message>
        <source>%1 · last there %2</source>
        <translation>%1 · 上次在线 %2</translation>
    </message>
    <message>
        <source>this person</source>
        <translation>此人</translation>
    </message>
    <message>
        <source>%1 is typing…</source>
        <translation>%1 正在输入…</translation>
    </message>
    <message>
        <source>Waiting for an answer</source>
        <translation>等待对方回应</translation>
    </message>
    <message>
        <source>encrypted</source>
        <translation>已加密</translation>
    </message>
    <message>
        <source>encrypted and verified</source>
        <translation>已加密并已验证</translation>
    </message>
    <message>
        <source>another key is there</source>
        <translation>对方的密钥变了</translation>
    </message>
</context>
<context>
    <name>kith::ProfileDialog</name>
    <message>
        <source>Kith is already open with the profile in %1.</source>
        <translation>Kith 已在使用 %1 中的配置。</translation>
    </message>
    <message>
        <source>Name of another profile</source>
        <translation>其他配置的名称</translation>
    </message>
    <message>
        <source>Open another profile</source>
        <translation>打开其他配置</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>显示窗口</translation>
    </message>
    <message>
        <source>This profile is open</source>
        <translation>此配置已打开</translation>
    </message>
</context>
<context>
    <name>kith::ProtectionChip</name>
    <message>
        <source>Plain text is not encrypted: anyone on this network can read it</source>
        <translation>明文未加密：同一网络中的任何人都能看到</translation>
    </message>
    <message>
        <source>Kith is encrypted; plain text anyone on this network can read</source>
        <translation>与 Kith 的连接已加密；明文则同一网络中的任何人都能看到</translation>
    </message>
    <message>
        <source>Encrypted, or no connection at all</source>
        <translation>加密连接，否则不连接</translation>
    </message>
    <message>
        <source>Plain text, unless a Kith is known at the address</source>
        <translation>明文，除非已知该地址处有 Kith</translation>
    </message>
    <message>
        <source>Looking whether a Kith is there…</source>
        <translation>正在查看该处是否有 Kith…</translation>
    </message>
    <message>
        <source>Plain text: no Kith is known there, anyone on this network can read it</source>
        <translation>明文：该处没有已知的 Kith，同一网络中的任何人都能看到</translation>
    </message>
    <message>
        <source>Encrypted: %1&apos;s Kith is there</source>
        <translation>加密：该处是 %1 的 Kith</translation>
    </message>
    <message>
        <source>Encrypted: waits until %1&apos;s Kith is back</source>
        <translation>加密：等待 %1 的 Kith 恢复在线</translation>
    </message>
</context>
<context>
    <name>kith::ProtocolChoice</name>
    <message>
        <source>Encrypted with Kith, plain text with others</source>
        <translation>与 Kith 加密，与其他程序用明文</translation>
    </message>
    <message>
        <source>Plain text only</source>
        <translation>仅明文</translation>
    </message>
    <message>
        <source>Automatic: encrypted with Kith, plain text with others</source>
        <translation>自动：与 Kith 加密，与其他程序用明文</translation>
    </message>
    <message>
        <source>Encrypted only</source>
        <translation>仅加密</translation>
    </message>
    <message>
        <source>Plain text, compatible with simple socket programs</source>
        <translation>明文，兼容简单的 socket 程序</translation>
    </message>
    <message>
        <source>Lines (netcat, telnet): one message a line</source>
        <translation>按行（netcat、telnet）：每行一条消息</translation>
    </message>
</context>
<context>
    <name>kith::SelfButton</name>
    <message>
        <source>Say something about yourself…</source>
        <translation>写一句状态…</translation>
    </message>
    <message>
        <source>Change “%1”…</source>
        <translation>修改“%1”…</translation>
    </message>
    <message>
        <source>Say nothing</source>
        <translation>清除状态</translation>
    </message>
    <message>
        <source>Change name…</source>
        <translation>修改名字…</translation>
    </message>
    <message>
        <source>Found by people nearby</source>
        <translation>附近的人能发现我</translation>
    </message>
    <message>
        <source>About yourself</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Friends see it below your name.</source>
        <translation>好友会在您的名字下方看到它。</translation>
    </message>
    <message>
        <source>For example: back at four</source>
        <translation>例如：四点回来</translation>
    </message>
    <message>
        <source>Say it</source>
        <translation>发布</translation>
    </message>
    <message>
        <source>You: %1</source>
        <translation>您：%1</translation>
    </message>
    <message>
        <source>%1 (you): %2</source>
        <translation>%1（您）：%2</translation>
    </message>
    <message>
        <source>%1. Click to change it (Ctrl+0)</source>
        <translation>%1。点击修改（Ctrl+0）</translation>
    </message>
</context>
<context>
    <name>kith::SettingsDialog</name>
    <message>
        <source>Like the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Enter</translation>
    </message>
    <message>
        <source>Others see the beginning of your id</source>
        <translation>别人看到您 ID 的开头</translation>
    </message>
    <message>
        <source>Seen by everybody</source>
        <translation>所有人可见</translation>
    </message>
    <message>
        <source>Invisible</source>
        <translation>隐身</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Change passphrase…</source>
        <translation>更改口令…</translation>
    </message>
    <message>
        <source>Set passphrase…</source>
        <translation>设置口令…</translation>
    </message>
    <message>
        <source>Your key is not open now</source>
        <translation>您的密钥现在没有打开</translation>
    </message>
    <message>
        <source>Protects your key</source>
        <translation>正在保护您的密钥</translation>
    </message>
    <message>
        <source>None</source>
        <translation>未设置</translation>
    </message>
</context>
<context>
    <name>kith::SideBar</name>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Jump to a conversation (Ctrl+K)</source>
        <translation>跳转到会话（Ctrl+K）</translation>
    </message>
    <message>
        <source>New connection</source>
        <translation>新建连接</translation>
    </message>
    <message>
        <source>New connection (Ctrl+N)</source>
        <translation>新建连接（Ctrl+N）</translation>
    </message>
    <message>
        <source>Search conversations, people and messages</source>
        <translation>搜索会话、联系人和消息</translation>
    </message>
</context>
<context>
    <name>kith::StoreBar</name>
    <message>
        <source>The disk is full. What you write is kept here and saved when there is space again.</source>
        <translation>磁盘已满。您写的内容会先留在这里，等有空间时再保存。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>The disk is read-only. What you write is kept here and saved when it can be written.</source>
        <translation>磁盘是只读的。您写的内容会先留在这里，等可以写入时再保存。</translation>
    </message>
    <message>
        <source>The disk reported an error, and nothing more is written to it. What you write is kept here until you try again.</source>
        <translation>磁盘报告了错误，不再向其写入。您写的内容会留在这里，直到您重试。</translation>
    </message>
    <message numerus="yes">
        <source>The history was damaged. %Ln message(s) were recovered; the damaged file was kept as %1.</source>
        <translation>
            <numerusform>聊天记录已损坏。已恢复 %Ln 条消息；损坏的文件保存为 %1。</numerusform>
        </translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>kith::TimelineView</name>
    <message>
        <source>Go to the newest message (End)</source>
        <translation>跳到最新消息（End）</translation>
    </message>
    <message numerus="yes">
        <source>%Ln new message(s)</source>
        <translation>
            <numerusform>%Ln 条新消息</numerusform>
        </translation>
    </message>
    <message>
        <source>Go to the newest message</source>
        <translation>跳到最新消息</translation>
    </message>
</context>
<context>
    <name>kith::Transcript</name>
    <message>
        <source>Kith history</source>
        <translation>Kith 聊天记录</translation>
    </message>
    <message>
        <source>Exported %1</source>
        <translation>导出于 %1</translation>
    </message>
    <message>
        <source>Me</source>
        <translation>我</translation>
    </message>
    <message>
        <source>%1 is online</source>
        <translation>%1 已上线</translation>
    </message>
    <message>
        <source>%1 is offline: left with q</source>
        <translation>%1 已下线：输入 q 离开</translation>
    </message>
    <message>
        <source>%1 is offline</source>
        <translation>%1 已下线</translation>
    </message>
    <message>
        <source>%1 is offline: the connection was lost</source>
        <translation>%1 已下线：连接中断</translation>
    </message>
    <message>
        <source>File: %1</source>
        <translation>文件：%1</translation>
    </message>
    <message>
        <source>Picture: %1</source>
        <translation>图片：%1</translation>
    </message>
    <message>
        <source>This message needs a newer Kith.</source>
        <translation>此消息需要更新版本的 Kith。</translation>
    </message>
    <message>
        <source>not sent yet</source>
        <translation>尚未发送</translation>
    </message>
    <message>
        <source>not sent</source>
        <translation>未发送</translation>
    </message>
    <message>
        <source>Draft: %1</source>
        <translation>草稿：%1</translation>
    </message>
    <message>
        <source>Another key was in the place of %1</source>
        <translation>%1 的位置上出现了另一个密钥</translation>
    </message>
    <message>
        <source>You took the new key for that of %1</source>
        <translation>您已把新密钥当作 %1 的密钥</translation>
    </message>
    <message>
        <source>You made sure that the key is that of %1</source>
        <translation>您已确认密钥属于 %1</translation>
    </message>
    <message>
        <source>This history is older than what %1 has from you: some of it may be missing here</source>
        <translation>此处的聊天记录比 %1 保存的旧：部分内容可能缺失</translation>
    </message>
    <message>
        <source>%1 has gone back to an older history</source>
        <translation>%1 恢复了较旧的聊天记录</translation>
    </message>
</context>
<context>
    <name>kith::TransferBar</name>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Write what is chosen on the left, and in the calendar, to a file</source>
        <translation>把左侧和日历中选定的内容写入文件</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Bring back what Kith exported; nothing is doubled</source>
        <translation>导回 Kith 导出的内容，不会重复</translation>
    </message>
    <message>
        <source>Exporting…</source>
        <translation>正在导出…</translation>
    </message>
    <message>
        <source>Importing…</source>
        <translation>正在导入…</translation>
    </message>
    <message>
        <source>Export the history</source>
        <translation>导出历史记录</translation>
    </message>
    <message>
        <source>Web page, for any browser (*.html)</source>
        <translation>网页，可用任何浏览器打开 (*.html)</translation>
    </message>
    <message>
        <source>Text (*.txt)</source>
        <translation>文本 (*.txt)</translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation>JSON (*.json)</translation>
    </message>
    <message>
        <source>Kith history</source>
        <translation>Kith 历史记录</translation>
    </message>
    <message>
        <source>Import a history</source>
        <translation>导入历史记录</translation>
    </message>
    <message>
        <source>What Kith exported (*.html *.json)</source>
        <translation>Kith 导出的文件 (*.html *.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>已取消。</translation>
    </message>
    <message>
        <source>%1 messages exported (%2).</source>
        <translation>已导出 %1 条消息（%2）。</translation>
    </message>
    <message>
        <source>%1 messages imported.</source>
        <translation>已导入 %1 条消息。</translation>
    </message>
    <message>
        <source>%1 were here already.</source>
        <translation>%1 条原已存在。</translation>
    </message>
    <message>
        <source>%1 were never sent; they stay so.</source>
        <translation>%1 条从未发送，仍不会发送。</translation>
    </message>
    <message>
        <source>%1 entries could not be read, the first in line %2.</source>
        <translation>%1 条无法读取，第一条在第 %2 行。</translation>
    </message>
    <message>
        <source>The file ends in the middle: what stands before that came in.</source>
        <translation>文件不完整，断点之前的内容已导入。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>kith::UndoBar</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Bring them back (Ctrl+Z)</source>
        <translation>恢复这些消息 (Ctrl+Z)</translation>
    </message>
</context>
<context>
    <name>kith::WelcomePane</name>
    <message>
        <source>Start a conversation</source>
        <translation>开始会话</translation>
    </message>
    <message>
        <source>Choose how this window connects, or pick somebody on the left. Nothing you write leaves this network.</source>
        <translation>选择本窗口的连接方式，或在左侧选择一个人。您写的内容不会离开本网络。</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>主持</translation>
    </message>
    <message>
        <source>Be the server: others connect to you.</source>
        <translation>作为服务器：别人连接您。</translation>
    </message>
    <message>
        <source>Join</source>
        <translation>加入</translation>
    </message>
    <message>
        <source>Connect to a host by its address and port.</source>
        <translation>按地址和端口连接主机。</translation>
    </message>
    <message>
        <source>Direct (UDP)</source>
        <translation>直连（UDP）</translation>
    </message>
    <message>
        <source>Write to any address and port, without a connection.</source>
        <translation>向任意地址和端口发消息，无需建立连接。</translation>
    </message>
    <message>
        <source>Nearby</source>
        <translation>附近</translation>
    </message>
    <message>
        <source>Greet people on this network. Encrypted.</source>
        <translation>向此网络中的人打招呼。已加密。</translation>
    </message>
</context>
</TS>
