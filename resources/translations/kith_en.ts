<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>kith::BackupDialog</name>
    <message numerus="yes">
        <source>%Ln message(s)</source>
        <translation>
            <numerusform>%Ln message</numerusform>
            <numerusform>%Ln messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kith::ChatPane</name>
    <message numerus="yes">
        <source>%Ln message(s) deleted.</source>
        <translation>
            <numerusform>%Ln message deleted.</numerusform>
            <numerusform>%Ln messages deleted.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kith::ConversationPresenter</name>
    <message numerus="yes">
        <source>%1, %n client(s) connected</source>
        <translation>
            <numerusform>%1, %n client connected</numerusform>
            <numerusform>%1, %n clients connected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n unread</numerusform>
            <numerusform>%n unread</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kith::DoctorDialog</name>
    <message numerus="yes">
        <source>Found %Ln problem(s).</source>
        <translation>
            <numerusform>Found %Ln problem.</numerusform>
            <numerusform>Found %Ln problems.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kith::HistoryActions</name>
    <message numerus="yes">
        <source>Delete all %Ln message(s) that this list holds?</source>
        <translation>
            <numerusform>Delete the one message that this list holds?</numerusform>
            <numerusform>Delete all %Ln messages that this list holds?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kith::HistoryPane</name>
    <message numerus="yes">
        <source>%Ln message(s) deleted.</source>
        <translation>
            <numerusform>%Ln message deleted.</numerusform>
            <numerusform>%Ln messages deleted.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n selected</numerusform>
            <numerusform>%n selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kith::HostPane</name>
    <message numerus="yes">
        <source>%n client(s) connected</source>
        <translation>
            <numerusform>%n client connected</numerusform>
            <numerusform>%n clients connected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kith::IntroductionCards</name>
    <message numerus="yes">
        <source>%n greeting(s)</source>
        <translation>
            <numerusform>%n greeting</numerusform>
            <numerusform>%n greetings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kith::NavRail</name>
    <message numerus="yes">
        <source>Conversations, %n unread</source>
        <translation>
            <numerusform>Conversations, %n unread</numerusform>
            <numerusform>Conversations, %n unread</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>People, %n greeting(s)</source>
        <translation>
            <numerusform>People, %n greeting</numerusform>
            <numerusform>People, %n greetings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kith::Phrases</name>
    <message numerus="yes">
        <source>%n byte(s)</source>
        <translation>
            <numerusform>%n byte</numerusform>
            <numerusform>%n bytes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kith::StoreBar</name>
    <message numerus="yes">
        <source>The history was damaged. %Ln message(s) were recovered; the damaged file was kept as %1.</source>
        <translation>
            <numerusform>The history was damaged. %Ln message was recovered; the damaged file was kept as %1.</numerusform>
            <numerusform>The history was damaged. %Ln messages were recovered; the damaged file was kept as %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kith::TimelineView</name>
    <message numerus="yes">
        <source>%Ln new message(s)</source>
        <translation>
            <numerusform>%Ln new message</numerusform>
            <numerusform>%Ln new messages</numerusform>
        </translation>
    </message>
</context>
</TS>
