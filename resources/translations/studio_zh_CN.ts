<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
    <context>
        <name>AddButton</name>
        <message>
            <source>{name} (in use)</source>
            <translation>{name}（使用中）</translation>
        </message>
        <message>
            <source>{name} (for {family})</source>
            <translation>{name}（适用于 {family}）</translation>
        </message>
        <message>
            <source>Made for {own}; the chosen model is {family}.</source>
            <translation>它适用于 {own}；所选模型属于 {family}。</translation>
        </message>
        <message>
            <source>Import…</source>
            <translation>导入…</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>搜索</translation>
        </message>
    </context>
    <context>
        <name>AdditionDetails</name>
        <message>
            <source>Fits</source>
            <translation>适用于</translation>
        </message>
        <message>
            <source>Control map</source>
            <translation>控制图</translation>
        </message>
        <message>
            <source>Trigger words</source>
            <translation>触发词</translation>
        </message>
        <message>
            <source>Called in the prompt by</source>
            <translation>在提示词中的写法</translation>
        </message>
        <message>
            <source>Trained with: {tags}</source>
            <translation>训练所用标签：{tags}</translation>
        </message>
        <message>
            <source>Words that call it, separated by commas</source>
            <translation>触发它的词，用逗号分隔</translation>
        </message>
        <message>
            <source>What it does</source>
            <translation>用途</translation>
        </message>
    </context>
    <context>
        <name>AdjustBar</name>
        <message>
            <source>Crop</source>
            <translation>裁剪</translation>
        </message>
        <message>
            <source>Draw the frame of the crop (C); Enter closes it</source>
            <translation>画出裁剪框（C）；按 Enter 结束</translation>
        </message>
        <message>
            <source>Free</source>
            <translation>自由</translation>
        </message>
        <message>
            <source>Proportion of the crop</source>
            <translation>裁剪比例</translation>
        </message>
        <message>
            <source>Before</source>
            <translation>原图</translation>
        </message>
        <message>
            <source>Hold to see the picture as it came (B)</source>
            <translation>按住查看原来的图片（B）</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
        <message>
            <source>Redo</source>
            <translation>重做</translation>
        </message>
        <message>
            <source>Reset all</source>
            <translation>全部重置</translation>
        </message>
        <message>
            <source>Take every edit back</source>
            <translation>撤回所有编辑</translation>
        </message>
    </context>
    <context>
        <name>AdjustMode</name>
        <message>
            <source>Edited picture: C crops, B shows it as it came, plus and minus zoom</source>
            <translation>编辑后的图片：C 裁剪，B 显示原图，加减号缩放</translation>
        </message>
    </context>
    <context>
        <name>AssetDetails</name>
        <message>
            <source>The file is missing or cannot be read.</source>
            <translation>文件不存在或无法读取。</translation>
        </message>
        <message>
            <source>From: {title}</source>
            <translation>来自：{title}</translation>
        </message>
        <message>
            <source>Became: {title}</source>
            <translation>衍生：{title}</translation>
        </message>
        <message>
            <source>Recipe copied.</source>
            <translation>已复制配方。</translation>
        </message>
        <message>
            <source>Title of the asset</source>
            <translation>素材标题</translation>
        </message>
        <message>
            <source>Rename: type and press Enter</source>
            <translation>重命名：输入后按 Enter</translation>
        </message>
        <message>
            <source>Preview of the picture</source>
            <translation>图片预览</translation>
        </message>
        <message>
            <source>Text of the asset</source>
            <translation>素材文字</translation>
        </message>
        <message>
            <source>Sound of the asset</source>
            <translation>素材声音</translation>
        </message>
        <message>
            <source>Use these settings</source>
            <translation>使用这些设置</translation>
        </message>
        <message>
            <source>Put this asset's recipe back into its tab</source>
            <translation>把此素材的配方放回对应标签页</translation>
        </message>
        <message>
            <source>Open in its program</source>
            <translation>用默认程序打开</translation>
        </message>
        <message>
            <source>Star</source>
            <translation>加星标</translation>
        </message>
        <message>
            <source>Export…</source>
            <translation>导出…</translation>
        </message>
        <message>
            <source>Move to the trash</source>
            <translation>移到回收站</translation>
        </message>
        <message>
            <source>Del</source>
            <translation>Del</translation>
        </message>
        <message>
            <source>More actions</source>
            <translation>更多操作</translation>
        </message>
        <message>
            <source>Close the details</source>
            <translation>关闭详情</translation>
        </message>
        <message>
            <source>Copy as JSON</source>
            <translation>复制为 JSON</translation>
        </message>
        <message>
            <source>Recipe</source>
            <translation>配方</translation>
        </message>
        <message>
            <source>Lineage</source>
            <translation>谱系</translation>
        </message>
    </context>
    <context>
        <name>AssetViewer</name>
        <message>
            <source>Large view: the arrow keys go on, Escape goes back</source>
            <translation>大图：方向键切换，Esc 返回</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>返回</translation>
        </message>
        <message>
            <source>Back to the gallery (Esc)</source>
            <translation>返回图库（Esc）</translation>
        </message>
        <message>
            <source>The one before</source>
            <translation>上一个</translation>
        </message>
        <message>
            <source>The next one</source>
            <translation>下一个</translation>
        </message>
        <message>
            <source>Star</source>
            <translation>加星标</translation>
        </message>
        <message>
            <source>Export…</source>
            <translation>导出…</translation>
        </message>
        <message>
            <source>Move to the trash</source>
            <translation>移到回收站</translation>
        </message>
        <message>
            <source>Del</source>
            <translation>Del</translation>
        </message>
        <message>
            <source>Details in the gallery</source>
            <translation>在图库中查看详情</translation>
        </message>
        <message>
            <source>Large picture: plus and minus zoom, 0 fits, Shift and the arrow keys move it</source>
            <translation>大图：加减号缩放，0 适应窗口，按住 Shift 用方向键移动</translation>
        </message>
        <message>
            <source>Text of the asset</source>
            <translation>素材文字</translation>
        </message>
        <message>
            <source>Sound of the asset</source>
            <translation>素材声音</translation>
        </message>
    </context>
    <context>
        <name>AudioTab</name>
        <message>
            <source>Sound to work on</source>
            <translation>要处理的声音</translation>
        </message>
        <message>
            <source>Automatic</source>
            <translation>自动</translation>
        </message>
        <message>
            <source>Copied.</source>
            <translation>已复制。</translation>
        </message>
        <message>
            <source>Text to speak</source>
            <translation>要朗读的文字</translation>
        </message>
        <message>
            <source>What should be said?</source>
            <translation>要说些什么？</translation>
        </message>
        <message>
            <source>Streaming</source>
            <translation>流媒体</translation>
        </message>
        <message>
            <source>Podcast</source>
            <translation>播客</translation>
        </message>
        <message>
            <source>Podcast, mono</source>
            <translation>播客（单声道）</translation>
        </message>
        <message>
            <source>Broadcast</source>
            <translation>广播</translation>
        </message>
        <message>
            <source>Regenerate</source>
            <translation>重新生成</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>To text</source>
            <translation>发到文字</translation>
        </message>
        <message>
            <source>Use as input</source>
            <translation>用作输入</translation>
        </message>
        <message>
            <source>Make another take (Ctrl+R)</source>
            <translation>再生成一个候选（Ctrl+R）</translation>
        </message>
        <message>
            <source>Takes</source>
            <translation>候选</translation>
        </message>
        <message>
            <source>Transcript</source>
            <translation>转写文字</translation>
        </message>
        <message>
            <source>Say something</source>
            <translation>说点什么</translation>
        </message>
        <message>
            <source>Write what should be said on the left, or start from one of these.</source>
            <translation>在左侧写下要说的话，或从下面的例子开始。</translation>
        </message>
        <message>
            <source>Welcome to the spring collection. It opens on the third of March at 9.30.</source>
            <translation>欢迎来到春季系列发布会，三月三日上午九点半开放。</translation>
        </message>
        <message>
            <source>Please mind the gap between the train and the platform.</source>
            <translation>请注意列车与站台之间的空隙。</translation>
        </message>
        <message>
            <source>Drop a recording here or choose one on the left; its words come as a text.</source>
            <translation>把录音拖到这里，或在左侧选择；其中的话会变成文字。</translation>
        </message>
        <message>
            <source>Drop a recording here or choose one on the left; the noise is taken out into a new sound.</source>
            <translation>把录音拖到这里，或在左侧选择；去除噪声后会得到一段新的声音。</translation>
        </message>
    </context>
    <context>
        <name>AxisRow</name>
        <message>
            <source>Nothing: one row</source>
            <translation>不变：只有一行</translation>
        </message>
        <message>
            <source>{count} random seeds</source>
            <translation>{count} 个随机种子</translation>
        </message>
        <message>
            <source>Columns</source>
            <translation>列</translation>
        </message>
        <message>
            <source>Rows</source>
            <translation>行</translation>
        </message>
        <message>
            <source>{axis}: what varies</source>
            <translation>{axis}：变化的设置</translation>
        </message>
        <message>
            <source>{axis}: the values</source>
            <translation>{axis}：各个值</translation>
        </message>
        <message>
            <source>{axis}: choose values</source>
            <translation>{axis}：选择值</translation>
        </message>
    </context>
    <context>
        <name>AxisWords</name>
        <message>
            <source>Choose from the list, or write names with commas</source>
            <translation>从列表中选择，或写出名称并用逗号隔开</translation>
        </message>
        <message>
            <source>Words in the prompt</source>
            <translation>提示词中的词</translation>
        </message>
        <message>
            <source>red, blue, green: the first stands in the prompt, the others take its place</source>
            <translation>红色, 蓝色, 绿色：第一个在提示词中，其余的替换它</translation>
        </message>
        <message>
            <source>1-4, or 7, 21, 300</source>
            <translation>1-4，或 7, 21, 300</translation>
        </message>
        <message>
            <source>1, 2, or 1-3; 1 leaves nothing out</source>
            <translation>1, 2 或 1-3；1 为不跳过</translation>
        </message>
        <message>
            <source>10, 20, 30, or 1-5, or 10-50 (+10)</source>
            <translation>10, 20, 30，或 1-5，或 10-50 (+10)</translation>
        </message>
        <message>
            <source>0.3, 0.6, or 3-9 (+2), or 0.2-1 [5] for five values</source>
            <translation>0.3, 0.6，或 3-9 (+2)，或 0.2-1 [5]（五个值）</translation>
        </message>
        <message>
            <source>“{value}” cannot be used. {hint}</source>
            <translation>“{value}”不能用。{hint}</translation>
        </message>
        <message>
            <source>Weight: {name}</source>
            <translation>权重：{name}</translation>
        </message>
    </context>
    <context>
        <name>BackdropSwitch</name>
        <message>
            <source>Checkerboard behind the picture</source>
            <translation>图片后面为棋盘格</translation>
        </message>
        <message>
            <source>Black behind the picture</source>
            <translation>图片后面为黑色</translation>
        </message>
        <message>
            <source>White behind the picture</source>
            <translation>图片后面为白色</translation>
        </message>
    </context>
    <context>
        <name>BatchCard</name>
        <message>
            <source>{done} of {total}</source>
            <translation>{done} / {total}</translation>
        </message>
        <message>
            <source>Batch {name}</source>
            <translation>批量 {name}</translation>
        </message>
        <message>
            <source>Hide its jobs</source>
            <translation>隐藏其中的任务</translation>
        </message>
        <message>
            <source>Show its jobs</source>
            <translation>显示其中的任务</translation>
        </message>
        <message>
            <source>Try all failed jobs of the batch again</source>
            <translation>重试批量中所有失败的任务</translation>
        </message>
        <message>
            <source>Cancel all jobs of the batch</source>
            <translation>取消批量中的所有任务</translation>
        </message>
        <message>
            <source>Remove the batch from the list</source>
            <translation>从列表中移除该批量</translation>
        </message>
        <message>
            <source>Progress of the batch {name}</source>
            <translation>批量 {name} 的进度</translation>
        </message>
    </context>
    <context>
        <name>BatchCards</name>
        <message>
            <source>Batches in the queue</source>
            <translation>队列中的批量</translation>
        </message>
    </context>
    <context>
        <name>BatchDialog</name>
        <message>
            <source>Prompt</source>
            <translation>提示词</translation>
        </message>
        <message>
            <source>Leave out the rows that cannot be run ({count})</source>
            <translation>略过不能运行的行（{count}）</translation>
        </message>
        <message>
            <source>Queue the batch</source>
            <translation>批量排队</translation>
        </message>
        <message>
            <source>Queue {count} jobs</source>
            <translation>将 {count} 个任务排队</translation>
        </message>
        <message>
            <source>{good} of {total} rows can be run; the others are listed first with what is wrong</source>
            <translation>{total} 行中有 {good} 行可以运行；其余的列在最前并注明问题</translation>
        </message>
        <message>
            <source>All {count} rows can be run</source>
            <translation>全部 {count} 行都可以运行</translation>
        </message>
        <message>
            <source>{count} results</source>
            <translation>{count} 个结果</translation>
        </message>
        <message>
            <source>about {time}</source>
            <translation>约 {time}</translation>
        </message>
        <message>
            <source>the time is known after the first run of the model</source>
            <translation>模型首次运行后才知道所需时间</translation>
        </message>
        <message>
            <source>{count} jobs are in the queue.</source>
            <translation>已有 {count} 个任务进入队列。</translation>
        </message>
        <message>
            <source>Batch</source>
            <translation>批量</translation>
        </message>
        <message>
            <source>For every row that has no prompt of its own</source>
            <translation>用于没有自己提示词的行</translation>
        </message>
        <message>
            <source>Nothing is queued before you have seen every row here.
The settings of the image tab hold for each row that does not say otherwise.</source>
            <translation>先在这里看过每一行，然后才会排队。
某行没有另行说明的设置，以图片页的设置为准。</translation>
        </message>
        <message>
            <source>Rows of the batch</source>
            <translation>批量的各行</translation>
        </message>
        <message>
            <source>Headings of the rows</source>
            <translation>各列标题</translation>
        </message>
        <message>
            <source>Numbers of the rows</source>
            <translation>行号</translation>
        </message>
        <message>
            <source>Checking the rows</source>
            <translation>正在检查各行</translation>
        </message>
        <message>
            <source>Leave out the rows that cannot be run</source>
            <translation>略过不能运行的行</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
    </context>
    <context>
        <name>BatchRows</name>
        <message>
            <source>Can be run</source>
            <translation>可以运行</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>名称</translation>
        </message>
        <message>
            <source>What it does</source>
            <translation>内容</translation>
        </message>
        <message>
            <source>Check</source>
            <translation>检查</translation>
        </message>
    </context>
    <context>
        <name>BatchSource</name>
        <message>
            <source>Folder of pictures</source>
            <translation>图片文件夹</translation>
        </message>
        <message>
            <source>Table or text of prompts</source>
            <translation>表格或提示词文本</translation>
        </message>
        <message>
            <source>Where the rows come from</source>
            <translation>各行的来源</translation>
        </message>
        <message>
            <source>Drop a folder, a table or a text here</source>
            <translation>把文件夹、表格或文本拖到这里</translation>
        </message>
        <message>
            <source>A folder: each of its pictures. A CSV table: each of its rows; its headings are settings, as prompt, input, seed, steps, width, name. A text: each of its lines is a prompt.</source>
            <translation>文件夹：其中的每张图片。CSV 表格：每一行；表头是设置名，如 提示词、图片、种子、步数、宽、名称。文本：每行一个提示词。</translation>
        </message>
        <message>
            <source>Folder…</source>
            <translation>文件夹…</translation>
        </message>
        <message>
            <source>File…</source>
            <translation>文件…</translation>
        </message>
        <message>
            <source>Choose a folder of pictures</source>
            <translation>选择图片文件夹</translation>
        </message>
        <message>
            <source>Choose a table or a text of prompts</source>
            <translation>选择表格或提示词文本</translation>
        </message>
        <message>
            <source>Tables and prompts</source>
            <translation>表格和提示词</translation>
        </message>
    </context>
    <context>
        <name>CardStrip</name>
        <message>
            <source>Examples</source>
            <translation>示例</translation>
        </message>
        <message>
            <source>Prompts that suit this model</source>
            <translation>适合此模型的提示词</translation>
        </message>
        <message>
            <source>Style: {name}</source>
            <translation>风格：{name}</translation>
        </message>
    </context>
    <context>
        <name>Clipboard</name>
        <message>
            <source>That is only the picture's address, and the studio fetches nothing. Copy the picture itself and paste it.</source>
            <translation>这只是图片的网址，本软件不会联网获取。请复制图片本身再粘贴。</translation>
        </message>
        <message>
            <source>the dropped picture</source>
            <translation>拖入的图片</translation>
        </message>
        <message>
            <source>Copied: {count}</source>
            <translation>已复制：{count}</translation>
        </message>
    </context>
    <context>
        <name>Compare</name>
        <message>
            <source>Compare with</source>
            <translation>比较对象</translation>
        </message>
        <message>
            <source>Compare the two</source>
            <translation>比较这两张</translation>
        </message>
        <message>
            <source>Its input picture: {name}</source>
            <translation>它的输入图片：{name}</translation>
        </message>
        <message>
            <source>It is not known how both were made.</source>
            <translation>不清楚两张图各是怎样生成的。</translation>
        </message>
        <message>
            <source>The settings are the same.</source>
            <translation>设置相同。</translation>
        </message>
        <message>
            <source>Only the seed differs.</source>
            <translation>只有种子不同。</translation>
        </message>
        <message>
            <source>No pixel differs.</source>
            <translation>没有任何像素不同。</translation>
        </message>
        <message>
            <source>none</source>
            <translation>无</translation>
        </message>
        <message>
            <source>A was {a}, B was {b}; they are compared at {at}.</source>
            <translation>A 是 {a}，B 是 {b}；比较时缩放为 {at}。</translation>
        </message>
        <message>
            <source>Their proportions differ: only what both have is counted.</source>
            <translation>两者宽高比不同：只计算重合的部分。</translation>
        </message>
        <message>
            <source>{share} of the pixels differ, by {mean} on average and {largest} at most (of 255)</source>
            <translation>{share} 的像素不同，平均相差 {mean}，最多相差 {largest}（满值 255）</translation>
        </message>
        <message>
            <source>Both were {a}; they are compared at {at}.</source>
            <translation>两张图都是 {a}；比较时缩放为 {at}。</translation>
        </message>
    </context>
    <context>
        <name>CompareBar</name>
        <message>
            <source>How to compare</source>
            <translation>比较方式</translation>
        </message>
        <message>
            <source>Slider</source>
            <translation>滑动</translation>
        </message>
        <message>
            <source>Side by side</source>
            <translation>并排</translation>
        </message>
        <message>
            <source>Difference</source>
            <translation>差异</translation>
        </message>
        <message>
            <source>How much the difference is amplified</source>
            <translation>差异放大多少倍</translation>
        </message>
        <message>
            <source>Swap A and B</source>
            <translation>交换 A 和 B</translation>
        </message>
        <message>
            <source>Leave</source>
            <translation>退出</translation>
        </message>
        <message>
            <source>Leave the comparison (Esc)</source>
            <translation>退出比较（Esc）</translation>
        </message>
    </context>
    <context>
        <name>CompareMode</name>
        <message>
            <source>Reading both pictures…</source>
            <translation>正在读取两张图片…</translation>
        </message>
        <message>
            <source>Drag the divider, or move it with the arrow keys.</source>
            <translation>拖动分隔线，或用方向键移动。</translation>
        </message>
        <message>
            <source>Both zoom and move together.</source>
            <translation>两张图一起缩放和移动。</translation>
        </message>
        <message>
            <source>Divider at {share}</source>
            <translation>分隔线在 {share} 处</translation>
        </message>
        <message>
            <source>Comparison: the left and right arrow keys move the divider, plus and minus zoom, 0 fits, X swaps, Escape leaves</source>
            <translation>比较：左右方向键移动分隔线，加减键缩放，0 适合窗口，X 交换，Esc 退出</translation>
        </message>
    </context>
    <context>
        <name>ControlPart</name>
        <message>
            <source>The map is in the gallery, and is followed as it is.</source>
            <translation>控制图已存入图库，并会原样遵循。</translation>
        </message>
        <message>
            <source>A map</source>
            <translation>控制图</translation>
        </message>
        <message>
            <source>A ControlNet or T2I-Adapter follows the edges, depth or colours of a picture. None is installed: import a safetensors file or a folder of one.</source>
            <translation>ControlNet 或 T2I-Adapter 会遵循图片的边缘、深度或颜色。还没有安装：请导入它的 safetensors 文件或文件夹。</translation>
        </message>
        <message>
            <source>None of the installed ControlNets and T2I-Adapters fits the chosen model; it needs one for {family}.</source>
            <translation>已安装的 ControlNet 和 T2I-Adapter 都不适合所选模型；它需要适用于 {family} 的。</translation>
        </message>
        <message>
            <source>Control map</source>
            <translation>控制图</translation>
        </message>
        <message>
            <source>Control</source>
            <translation>控制</translation>
        </message>
        <message>
            <source>Add a picture to follow</source>
            <translation>添加要遵循的图片</translation>
        </message>
    </context>
    <context>
        <name>ControlRow</name>
        <message>
            <source>Picture to follow</source>
            <translation>要遵循的图片</translation>
        </message>
        <message>
            <source>Another place to take the picture from</source>
            <translation>从别处选取图片</translation>
        </message>
        <message>
            <source>Map</source>
            <translation>控制图</translation>
        </message>
        <message>
            <source>Lower limit</source>
            <translation>低阈值</translation>
        </message>
        <message>
            <source>Upper limit</source>
            <translation>高阈值</translation>
        </message>
        <message>
            <source>Detail</source>
            <translation>细节</translation>
        </message>
        <message>
            <source>Followed by</source>
            <translation>由其遵循</translation>
        </message>
        <message>
            <source>Weight</source>
            <translation>权重</translation>
        </message>
        <message>
            <source>Steps</source>
            <translation>步数</translation>
        </message>
        <message>
            <source>Control {number}</source>
            <translation>控制 {number}</translation>
        </message>
        <message>
            <source>First that fits: {model}</source>
            <translation>第一个适合的：{model}</translation>
        </message>
        <message>
            <source>First that fits</source>
            <translation>第一个适合的</translation>
        </message>
        <message>
            <source>{name} (for {family})</source>
            <translation>{name}（适用于 {family}）</translation>
        </message>
        <message>
            <source>Depth needs a depth model. Import the transformers folder of one: Depth Anything, DPT, MiDaS or ZoeDepth.</source>
            <translation>深度需要深度模型。请导入它的 transformers 文件夹：Depth Anything、DPT、MiDaS 或 ZoeDepth。</translation>
        </message>
        <message>
            <source>It does not fit {family}.</source>
            <translation>它不适合 {family}。</translation>
        </message>
        <message>
            <source>No ControlNet or T2I-Adapter for such maps that fits {family} is installed.</source>
            <translation>没有安装适合 {family}、能遵循这种控制图的 ControlNet 或 T2I-Adapter。</translation>
        </message>
        <message>
            <source>The map: {kind}</source>
            <translation>控制图：{kind}</translation>
        </message>
        <message>
            <source>The map is made when it runs.</source>
            <translation>运行时才会生成控制图。</translation>
        </message>
        <message>
            <source>The map is shown here once there is a picture.</source>
            <translation>选好图片后，控制图会显示在这里。</translation>
        </message>
        <message>
            <source>Making the map…</source>
            <translation>正在生成控制图…</translation>
        </message>
        <message>
            <source>Take this control away</source>
            <translation>移除这个控制</translation>
        </message>
        <message>
            <source>Keep the map</source>
            <translation>保存控制图</translation>
        </message>
        <message>
            <source>Makes the map a picture of the gallery and follows it as it is. Edit it with any program, then choose it here.</source>
            <translation>把控制图存为图库中的图片，并原样遵循它。可以用任何程序编辑，再在这里选用。</translation>
        </message>
        <message>
            <source>Edit…</source>
            <translation>编辑…</translation>
        </message>
        <message>
            <source>Edit the map</source>
            <translation>编辑控制图</translation>
        </message>
        <message>
            <source>Paint on the map; what you make of it is followed as it is</source>
            <translation>在控制图上绘画；画好的结果会原样遵循</translation>
        </message>
        <message>
            <source>Canny's low threshold: weaker edges are left out, unless they go on from a strong one</source>
            <translation>Canny 的低阈值：更弱的边缘会被略去，除非它与强边缘相连</translation>
        </message>
        <message>
            <source>Canny's high threshold: edges that are stronger are always kept</source>
            <translation>Canny 的高阈值：更强的边缘总会保留</translation>
        </message>
        <message>
            <source>How fine the lines, the blur or the blocks are</source>
            <translation>线条、模糊或色块的精细程度</translation>
        </message>
        <message>
            <source>How closely the map is followed</source>
            <translation>遵循控制图的紧密程度</translation>
        </message>
        <message>
            <source>The share of the steps in which it is followed: early ones lay out, late ones refine</source>
            <translation>在哪些步数中遵循它：前面的步数决定布局，后面的步数刻画细节</translation>
        </message>
    </context>
    <context>
        <name>CutoutPart</name>
        <message>
            <source>Picture for the background</source>
            <translation>背景图片</translation>
        </message>
        <message>
            <source>Find by</source>
            <translation>识别方式</translation>
        </message>
        <message>
            <source>Tolerance</source>
            <translation>容差</translation>
        </message>
        <message>
            <source>Inner areas</source>
            <translation>内部区域</translation>
        </message>
        <message>
            <source>Move edge</source>
            <translation>移动边缘</translation>
        </message>
        <message>
            <source>Feather</source>
            <translation>羽化</translation>
        </message>
        <message>
            <source>Clean edge</source>
            <translation>净化边缘</translation>
        </message>
        <message>
            <source>Background</source>
            <translation>背景</translation>
        </message>
        <message>
            <source>Cut out</source>
            <translation>抠图</translation>
        </message>
        <message>
            <source>Automatic</source>
            <translation>自动</translation>
        </message>
        <message>
            <source>People</source>
            <translation>人物</translation>
        </message>
        <message>
            <source>Whatever stands out</source>
            <translation>画面主体</translation>
        </message>
        <message>
            <source>Plain background</source>
            <translation>纯色背景</translation>
        </message>
        <message>
            <source>How far from the background's colour a pixel may be to count as background</source>
            <translation>像素与背景色相差多少仍算背景</translation>
        </message>
        <message>
            <source>Also clear areas of the background's colour that do not touch the border</source>
            <translation>也清除不与边缘相连的背景色区域</translation>
        </message>
        <message>
            <source>Pixels outwards; below zero inwards</source>
            <translation>向外的像素数；负数表示向内</translation>
        </message>
        <message>
            <source>Pixels over which the edge fades</source>
            <translation>边缘渐变的像素数</translation>
        </message>
        <message>
            <source>Take the old background's share out of the colours at the edge</source>
            <translation>去除边缘颜色中混入的原背景色</translation>
        </message>
    </context>
    <context>
        <name>CutterOffer</name>
        <message>
            <source>As it is only plain backgrounds can be cut out. {model} finds people.</source>
            <translation>目前只能抠除纯色背景。{model} 可以识别人物。</translation>
        </message>
        <message>
            <source>This needs {model}, which is not installed yet.</source>
            <translation>这需要 {model}，尚未安装。</translation>
        </message>
    </context>
    <context>
        <name>DropChoice</name>
        <message>
            <source>What to do with the picture</source>
            <translation>如何使用这张图片</translation>
        </message>
        <message>
            <source>Use as input picture</source>
            <translation>用作输入图片</translation>
        </message>
        <message>
            <source>Take its settings…</source>
            <translation>使用其中的设置…</translation>
        </message>
    </context>
    <context>
        <name>EmbeddingRow</name>
        <message>
            <source>Prompt</source>
            <translation>提示词</translation>
        </message>
        <message>
            <source>Negative prompt</source>
            <translation>负面提示词</translation>
        </message>
        <message>
            <source>Put “{word}” there, or take it out</source>
            <translation>把“{word}”放进去，或从中去掉</translation>
        </message>
        <message>
            <source>It is not installed.</source>
            <translation>它没有安装。</translation>
        </message>
        <message>
            <source>It does not fit {family}.</source>
            <translation>它不适合 {family}。</translation>
        </message>
        <message>
            <source>Put its word into one of the prompts: without it, it does nothing.</source>
            <translation>把它的触发词放进提示词或负面提示词，否则它不起作用。</translation>
        </message>
        <message>
            <source>Take {name} away</source>
            <translation>移除“{name}”</translation>
        </message>
    </context>
    <context>
        <name>EmbeddingsPart</name>
        <message>
            <source>Add an embedding</source>
            <translation>添加嵌入</translation>
        </message>
        <message>
            <source>No embedding is installed. Import a safetensors file of one; it gives the prompt a new word.</source>
            <translation>还没有安装嵌入（textual inversion）。请导入它的 safetensors 文件；它会给提示词增加一个新词。</translation>
        </message>
        <message>
            <source>None of the installed embeddings fits the chosen model; it needs one for {family}.</source>
            <translation>已安装的嵌入都不适合所选模型；它需要适用于 {family} 的嵌入。</translation>
        </message>
        <message>
            <source>Embeddings</source>
            <translation>嵌入</translation>
        </message>
    </context>
    <context>
        <name>ErrorBanner</name>
        <message>
            <source>Copy this message</source>
            <translation>复制此消息</translation>
        </message>
        <message>
            <source>Close this message</source>
            <translation>关闭此消息</translation>
        </message>
        <message>
            <source>Details of the error</source>
            <translation>错误详情</translation>
        </message>
        <message>
            <source>Open the model library…</source>
            <translation>打开模型库…</translation>
        </message>
        <message>
            <source>Hide details</source>
            <translation>隐藏详情</translation>
        </message>
        <message>
            <source>Show details</source>
            <translation>显示详情</translation>
        </message>
    </context>
    <context>
        <name>EstimateLine</name>
        <message>
            <source>Needs about {needed} of memory; {available} can be had. Enlarge {most} times at most, or choose a smaller size.</source>
            <translation>大约需要 {needed} 内存，可用 {available}。请最多放大 {most} 倍，或选择较小的尺寸。</translation>
        </message>
        <message>
            <source>Needs about {needed} of memory; {available} can be had. Choose a smaller size.</source>
            <translation>约需 {needed} 内存，可用 {available}。请选择更小的尺寸。</translation>
        </message>
        <message>
            <source>Memory is tight ({needed} of {available}): it may be drawn in tiles, which takes longer.</source>
            <translation>内存紧张（需 {needed}，可用 {available}）：可能会分块绘制，用时更长。</translation>
        </message>
        <message>
            <source>Fits: {needed} of {available}. The time is known after the first run.</source>
            <translation>放得下：需 {needed}，可用 {available}。首次运行后即可估计用时。</translation>
        </message>
        <message>
            <source>About {time} · {needed} of {available}</source>
            <translation>约 {time} · 需 {needed}，可用 {available}</translation>
        </message>
        <message>
            <source>Learnt from {count} runs on this machine.</source>
            <translation>依据本机 {count} 次运行得出。</translation>
        </message>
        <message>
            <source>Worked out from the size of the model; it becomes exact after the first run here.</source>
            <translation>根据模型大小推算；在本机首次运行后会更准确。</translation>
        </message>
        <message>
            <source>Models: {size}</source>
            <translation>模型：{size}</translation>
        </message>
    </context>
    <context>
        <name>ExportDialog</name>
        <message>
            <source>Nothing: the files say nothing about how they were made.</source>
            <translation>无：文件中不说明它们是如何制作的。</translation>
        </message>
        <message>
            <source>Export to</source>
            <translation>导出到</translation>
        </message>
        <message>
            <source>{name}: exists already</source>
            <translation>{name}：已存在</translation>
        </message>
        <message>
            <source>and {count} more</source>
            <translation>以及另外 {count} 个</translation>
        </message>
        <message>
            <source>Files to write: {count}</source>
            <translation>要写入的文件：{count}</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>停止</translation>
        </message>
        <message>
            <source>Writing {name}</source>
            <translation>正在写入 {name}</translation>
        </message>
        <message>
            <source>Stopped. Files written: {count}</source>
            <translation>已停止。已写入文件：{count}</translation>
        </message>
        <message>
            <source>Files written: {count}, not written: {failed}.</source>
            <translation>已写入文件：{count}，未写入：{failed}。</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>Export</source>
            <translation>导出</translation>
        </message>
        <message>
            <source>Text as</source>
            <translation>文字格式</translation>
        </message>
        <message>
            <source>Pictures as</source>
            <translation>图片格式</translation>
        </message>
        <message>
            <source>Sound as</source>
            <translation>声音格式</translation>
        </message>
        <message>
            <source>Quality</source>
            <translation>质量</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>尺寸</translation>
        </message>
        <message>
            <source>Width × height</source>
            <translation>宽 × 高</translation>
        </message>
        <message>
            <source>Densities</source>
            <translation>倍率</translation>
        </message>
        <message>
            <source>DPI</source>
            <translation>DPI</translation>
        </message>
        <message>
            <source>Names</source>
            <translation>命名</translation>
        </message>
        <message>
            <source>Folder</source>
            <translation>文件夹</translation>
        </message>
        <message>
            <source>Tell how it was made</source>
            <translation>说明制作方式</translation>
        </message>
        <message>
            <source>As it is</source>
            <translation>保持原样</translation>
        </message>
        <message>
            <source>Fit within</source>
            <translation>缩放到范围内</translation>
        </message>
        <message>
            <source>Fill exactly</source>
            <translation>精确填满</translation>
        </message>
        <message>
            <source>The whole recipe</source>
            <translation>完整配方</translation>
        </message>
        <message>
            <source>Only that a model made it</source>
            <translation>仅说明由模型生成</translation>
        </message>
        <message>
            <source>Nothing</source>
            <translation>无</translation>
        </message>
        <message>
            <source>Not set</source>
            <translation>未设置</translation>
        </message>
        <message>
            <source>Width</source>
            <translation>宽度</translation>
        </message>
        <message>
            <source>0 means no limit</source>
            <translation>0 表示不限</translation>
        </message>
        <message>
            <source>Height</source>
            <translation>高度</translation>
        </message>
        <message>
            <source>Also {number} times the pixels</source>
            <translation>同时导出 {number} 倍像素</translation>
        </message>
        <message>
            <source>Embed an sRGB profile</source>
            <translation>嵌入 sRGB 配置文件</translation>
        </message>
        <message>
            <source>Naming template</source>
            <translation>命名模板</translation>
        </message>
        <message>
            <source>Field</source>
            <translation>字段</translation>
        </message>
        <message>
            <source>Insert a field into the naming template</source>
            <translation>在命名模板中插入字段</translation>
        </message>
        <message>
            <source>Folder to export to</source>
            <translation>导出文件夹</translation>
        </message>
        <message>
            <source>Choose the folder</source>
            <translation>选择文件夹</translation>
        </message>
        <message>
            <source>Overwrite files that exist</source>
            <translation>覆盖已存在的文件</translation>
        </message>
        <message>
            <source>Write a manifest.json beside them</source>
            <translation>同时写入 manifest.json</translation>
        </message>
        <message>
            <source>Files to write</source>
            <translation>要写入的文件</translation>
        </message>
        <message>
            <source>What leaves this computer besides the content</source>
            <translation>除内容外还会随文件带出的信息</translation>
        </message>
        <message>
            <source>Progress of the export</source>
            <translation>导出进度</translation>
        </message>
        <message>
            <source>Open the folder</source>
            <translation>打开文件夹</translation>
        </message>
        <message>
            <source>Files written: {count}</source>
            <translation>已写入文件：{count}</translation>
        </message>
    </context>
    <context>
        <name>ExtendPart</name>
        <message>
            <source>Extend the picture</source>
            <translation>扩展画面</translation>
        </message>
        <message>
            <source>Left</source>
            <translation>左</translation>
        </message>
        <message>
            <source>Top</source>
            <translation>上</translation>
        </message>
        <message>
            <source>Right</source>
            <translation>右</translation>
        </message>
        <message>
            <source>Bottom</source>
            <translation>下</translation>
        </message>
    </context>
    <context>
        <name>FileDrop</name>
        <message>
            <source>Pictures</source>
            <translation>图片</translation>
        </message>
        <message>
            <source>Sounds</source>
            <translation>声音</translation>
        </message>
        <message>
            <source>Drop a file here, or choose one.</source>
            <translation>把文件拖到这里，或选择一个。</translation>
        </message>
        <message>
            <source>Choose…</source>
            <translation>选择…</translation>
        </message>
        <message>
            <source>Choose a file: {what}</source>
            <translation>选择文件：{what}</translation>
        </message>
        <message>
            <source>Take the file away</source>
            <translation>移除文件</translation>
        </message>
    </context>
    <context>
        <name>FolderField</name>
        <message>
            <source>Choose: {name}</source>
            <translation>选择：{name}</translation>
        </message>
        <message>
            <source>Choose another folder</source>
            <translation>选择其他文件夹</translation>
        </message>
        <message>
            <source>Reset</source>
            <translation>重置</translation>
        </message>
        <message>
            <source>Reset: {name}</source>
            <translation>重置：{name}</translation>
        </message>
    </context>
    <context>
        <name>FrameMode</name>
        <message>
            <source>Left {pixels} px</source>
            <translation>左 {pixels} 像素</translation>
        </message>
        <message>
            <source>Top {pixels} px</source>
            <translation>上 {pixels} 像素</translation>
        </message>
        <message>
            <source>Right {pixels} px</source>
            <translation>右 {pixels} 像素</translation>
        </message>
        <message>
            <source>Bottom {pixels} px</source>
            <translation>下 {pixels} 像素</translation>
        </message>
        <message>
            <source>Frame: drag its sides outwards, or go from handle to handle with Tab and move it with the arrow keys</source>
            <translation>画框：向外拖动各边，或用 Tab 在控制点之间切换，再用方向键移动</translation>
        </message>
        <message>
            <source>Shape</source>
            <translation>形状</translation>
        </message>
        <message>
            <source>The smallest frame of {shape} around the picture</source>
            <translation>包住图片的最小 {shape} 画框</translation>
        </message>
        <message>
            <source>Take the frame back to the picture</source>
            <translation>把画框还原到图片大小</translation>
        </message>
    </context>
    <context>
        <name>GalleryActions</name>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Contact sheet…</source>
            <translation>缩略图总览…</translation>
        </message>
        <message>
            <source>Export…</source>
            <translation>导出…</translation>
        </message>
        <message>
            <source>Move to the trash</source>
            <translation>移到回收站</translation>
        </message>
        <message>
            <source>The files are removed from the disk. This cannot be undone.</source>
            <translation>文件会从磁盘中删除，此操作无法撤销。</translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>删除</translation>
        </message>
        <message>
            <source>Import files…</source>
            <translation>导入文件…</translation>
        </message>
        <message>
            <source>Select all</source>
            <translation>全选</translation>
        </message>
        <message>
            <source>Look at it large</source>
            <translation>大图查看</translation>
        </message>
        <message>
            <source>Details</source>
            <translation>详情</translation>
        </message>
        <message>
            <source>Open in its program</source>
            <translation>用默认程序打开</translation>
        </message>
        <message>
            <source>Show in folder</source>
            <translation>在文件夹中显示</translation>
        </message>
        <message>
            <source>Rename</source>
            <translation>重命名</translation>
        </message>
        <message>
            <source>Remove the star</source>
            <translation>取消星标</translation>
        </message>
        <message>
            <source>Star</source>
            <translation>加星标</translation>
        </message>
        <message>
            <source>No program is known for this file.</source>
            <translation>没有可以打开此文件的程序。</translation>
        </message>
        <message>
            <source>Restore</source>
            <translation>恢复</translation>
        </message>
        <message>
            <source>Delete for good…</source>
            <translation>永久删除…</translation>
        </message>
        <message>
            <source>Use these settings</source>
            <translation>使用这些设置</translation>
        </message>
        <message>
            <source>Compare settings…</source>
            <translation>比较设置…</translation>
        </message>
        <message>
            <source>Take settings…</source>
            <translation>使用设置…</translation>
        </message>
        <message>
            <source>Send to the text tab</source>
            <translation>发送到文字标签页</translation>
        </message>
        <message>
            <source>Send to the image tab</source>
            <translation>发送到图片标签页</translation>
        </message>
        <message>
            <source>Send to the audio tab</source>
            <translation>发送到声音标签页</translation>
        </message>
        <message>
            <source>Compare the two</source>
            <translation>比较这两张</translation>
        </message>
        <message>
            <source>Delete for good: {count}</source>
            <translation>永久删除：{count}</translation>
        </message>
        <message>
            <source>Use as input picture</source>
            <translation>用作输入图片</translation>
        </message>
        <message>
            <source>Describe → prompt</source>
            <translation>描述 → 提示词</translation>
        </message>
        <message>
            <source>Use as input sound</source>
            <translation>用作输入声音</translation>
        </message>
        <message>
            <source>Trace to SVG</source>
            <translation>描摹为 SVG</translation>
        </message>
    </context>
    <context>
        <name>GalleryEmpty</name>
        <message>
            <source>Nothing found</source>
            <translation>没有找到</translation>
        </message>
        <message>
            <source>No asset here has these words.</source>
            <translation>这里没有包含这些词的素材。</translation>
        </message>
        <message>
            <source>Clear the search</source>
            <translation>清除搜索</translation>
        </message>
        <message>
            <source>The trash is empty</source>
            <translation>回收站是空的</translation>
        </message>
        <message>
            <source>What you delete waits here and can be restored.</source>
            <translation>删除的内容会放在这里，可以恢复。</translation>
        </message>
        <message>
            <source>Nothing starred yet</source>
            <translation>还没有加星标的素材</translation>
        </message>
        <message>
            <source>Press Ctrl+B on an asset to find it here again.</source>
            <translation>在素材上按 Ctrl+B，之后就能在这里找到它。</translation>
        </message>
        <message>
            <source>Nothing here yet</source>
            <translation>这里还没有内容</translation>
        </message>
        <message>
            <source>What you generate appears here by itself. You can also drop files in.</source>
            <translation>生成的结果会自动出现在这里，也可以把文件拖进来。</translation>
        </message>
        <message>
            <source>Import files…</source>
            <translation>导入文件…</translation>
        </message>
    </context>
    <context>
        <name>GalleryNews</name>
        <message>
            <source>Moved to the trash: {count}</source>
            <translation>已移到回收站：{count}</translation>
        </message>
        <message>
            <source>Restored: {count}</source>
            <translation>已恢复：{count}</translation>
        </message>
        <message>
            <source>Starred: {count}</source>
            <translation>已加星标：{count}</translation>
        </message>
        <message>
            <source>Stars removed: {count}</source>
            <translation>已取消星标：{count}</translation>
        </message>
        <message>
            <source>Renamed.</source>
            <translation>已重命名。</translation>
        </message>
        <message>
            <source>Importing {number} of {total}…</source>
            <translation>正在导入第 {number} 个，共 {total} 个…</translation>
        </message>
        <message>
            <source>Imported: {count}</source>
            <translation>已导入：{count}</translation>
        </message>
        <message>
            <source>starred</source>
            <translation>已加星标</translation>
        </message>
        <message>
            <source>selected</source>
            <translation>已选中</translation>
        </message>
        <message>
            <source>{number} of {count}</source>
            <translation>第 {number} 个，共 {count} 个</translation>
        </message>
    </context>
    <context>
        <name>GalleryView</name>
        <message>
            <source>Import files</source>
            <translation>导入文件</translation>
        </message>
        <message>
            <source>Select what to export first.</source>
            <translation>请先选择要导出的内容。</translation>
        </message>
        <message>
            <source>New: {count}</source>
            <translation>新增：{count}</translation>
        </message>
        <message>
            <source>Gallery</source>
            <translation>图库</translation>
        </message>
        <message>
            <source>Assets of the project</source>
            <translation>项目素材</translation>
        </message>
        <message>
            <source>Search the gallery</source>
            <translation>搜索图库</translation>
        </message>
        <message>
            <source>Search prompts and texts</source>
            <translation>搜索提示词和文字</translation>
        </message>
        <message>
            <source>Import files…</source>
            <translation>导入文件…</translation>
        </message>
        <message>
            <source>All</source>
            <translation>全部</translation>
        </message>
        <message>
            <source>Text</source>
            <translation>文字</translation>
        </message>
        <message>
            <source>Pictures</source>
            <translation>图片</translation>
        </message>
        <message>
            <source>Sound</source>
            <translation>声音</translation>
        </message>
        <message>
            <source>Starred</source>
            <translation>星标</translation>
        </message>
        <message>
            <source>Trash</source>
            <translation>回收站</translation>
        </message>
        <message>
            <source>Empty</source>
            <translation>清空</translation>
        </message>
        <message>
            <source>Empty the trash</source>
            <translation>清空回收站</translation>
        </message>
    </context>
    <context>
        <name>GridAxes</name>
        <message>
            <source>the model's own</source>
            <translation>模型自带</translation>
        </message>
        <message>
            <source>no style</source>
            <translation>无风格</translation>
        </message>
        <message>
            <source>No</source>
            <translation>否</translation>
        </message>
        <message>
            <source>both</source>
            <translation>两个方向</translation>
        </message>
        <message>
            <source>Yes</source>
            <translation>是</translation>
        </message>
    </context>
    <context>
        <name>GridDialog</name>
        <message>
            <source>Mend what is marked in red.</source>
            <translation>请修正标红的地方。</translation>
        </message>
        <message>
            <source>Counting the pictures…</source>
            <translation>正在计算图片数量…</translation>
        </message>
        <message>
            <source>{columns} × {rows} = {count} pictures and their contact sheet</source>
            <translation>{columns} × {rows} = {count} 张图片，外加一张缩略图总览</translation>
        </message>
        <message>
            <source>and {count} more</source>
            <translation>另有 {count} 张</translation>
        </message>
        <message>
            <source>Write a prompt.</source>
            <translation>请写提示词。</translation>
        </message>
        <message>
            <source>Choose values for what varies.</source>
            <translation>请选择要变化的值。</translation>
        </message>
        <message>
            <source>{count} of them differ and are drawn</source>
            <translation>其中 {count} 张各不相同，会被绘制</translation>
        </message>
        <message>
            <source>about {time}</source>
            <translation>约 {time}</translation>
        </message>
        <message>
            <source>the time is known after the first run of the model</source>
            <translation>模型首次运行后才知道所需时间</translation>
        </message>
        <message>
            <source>{needed} of {available} memory</source>
            <translation>内存 {needed} / {available}</translation>
        </message>
        <message>
            <source>that is more than there is: choose smaller sizes</source>
            <translation>超出可用内存，请选择更小的尺寸</translation>
        </message>
        <message>
            <source>Grid of pictures</source>
            <translation>图片网格</translation>
        </message>
        <message>
            <source>What varies</source>
            <translation>变化的内容</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>设置</translation>
        </message>
        <message>
            <source>Parts of the prompt</source>
            <translation>提示词的各部分</translation>
        </message>
        <message>
            <source>Prompt</source>
            <translation>提示词</translation>
        </message>
        <message>
            <source>Write parts that may be left out behind a | in the prompt:
a cat | wearing a hat | in snow
A picture is made for every combination of them, with and without.</source>
            <translation>把可有可无的部分写在提示词的 | 后面：
一只猫 | 戴着帽子 | 在雪中
每种有无组合各生成一张图片。</translation>
        </message>
        <message>
            <source>Contact sheet</source>
            <translation>缩略图总览</translation>
        </message>
        <message>
            <source>On white</source>
            <translation>白底</translation>
        </message>
        <message>
            <source>On dark grey</source>
            <translation>深灰底</translation>
        </message>
        <message>
            <source>Ground of the contact sheet</source>
            <translation>缩略图总览的底色</translation>
        </message>
        <message>
            <source>Generate the grid</source>
            <translation>生成网格</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
    </context>
    <context>
        <name>GridMode</name>
        <message>
            <source>{done} of {count} pictures</source>
            <translation>{count} 张图片中已完成 {done} 张</translation>
        </message>
        <message>
            <source>{count} not drawn: the contact sheet says why</source>
            <translation>{count} 张未能绘制，原因见缩略图总览</translation>
        </message>
        <message>
            <source>Pictures of the grid: arrow keys choose, Enter shows one, plus and minus change the size</source>
            <translation>网格中的图片：方向键选择，回车单独查看，加减号改变大小</translation>
        </message>
        <message>
            <source>What the columns vary</source>
            <translation>各列变化的值</translation>
        </message>
        <message>
            <source>What the rows vary</source>
            <translation>各行变化的值</translation>
        </message>
        <message>
            <source>Size of the pictures</source>
            <translation>图片大小</translation>
        </message>
        <message>
            <source>Fit into the view</source>
            <translation>适应视图</translation>
        </message>
        <message>
            <source>Contact sheet</source>
            <translation>缩略图总览</translation>
        </message>
        <message>
            <source>Show the contact sheet</source>
            <translation>显示缩略图总览</translation>
        </message>
    </context>
    <context>
        <name>GroundField</name>
        <message>
            <source>Transparent</source>
            <translation>透明</translation>
        </message>
        <message>
            <source>White</source>
            <translation>白色</translation>
        </message>
        <message>
            <source>Black</source>
            <translation>黑色</translation>
        </message>
        <message>
            <source>Colour…</source>
            <translation>颜色…</translation>
        </message>
        <message>
            <source>Picture</source>
            <translation>图片</translation>
        </message>
        <message>
            <source>Colour as #rrggbb</source>
            <translation>颜色，格式为 #rrggbb</translation>
        </message>
        <message>
            <source>Choose a colour</source>
            <translation>选择颜色</translation>
        </message>
    </context>
    <context>
        <name>Help</name>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>Keyboard shortcuts</source>
            <translation>键盘快捷键</translation>
        </message>
        <message>
            <source>Choose Text, Image or Audio at the top.</source>
            <translation>在顶部选择文字、图片或声音。</translation>
        </message>
        <message>
            <source>Write what you would like to get, or click one of the examples. Ctrl+Enter starts it.</source>
            <translation>写下想要的内容，或点击一个例子。按 Ctrl+Enter 开始。</translation>
        </message>
        <message>
            <source>Watch it being made. Esc stops it. Regenerate makes another take; the takes stay side by side.</source>
            <translation>可以看着它生成，按 Esc 停止。“重新生成”会再做一个候选，各个候选并排保留。</translation>
        </message>
        <message>
            <source>Every result is kept in the project's gallery on the right, with the recipe that made it.</source>
            <translation>每个结果都保存在右侧的项目图库中，并附有生成它的配方。</translation>
        </message>
        <message>
            <source>Drop your own pictures and sounds on the window to upscale, restyle, transcribe or clean them.</source>
            <translation>把自己的图片和声音拖到窗口上，即可放大、换风格、转写或降噪。</translation>
        </message>
        <message>
            <source>Select results in the gallery and export them in the format you deliver.</source>
            <translation>在图库中选择结果，按交付格式导出。</translation>
        </message>
        <message>
            <source>More models wait in the model library. Everything runs on this machine; nothing is sent anywhere.</source>
            <translation>模型库中还有更多模型。一切都在这台电脑上运行，不会向外发送任何内容。</translation>
        </message>
        <message>
            <source>The Inter typeface comes under the SIL Open Font License 1.1.</source>
            <translation>Inter 字体采用 SIL Open Font License 1.1 许可。</translation>
        </message>
        <message>
            <source>First steps</source>
            <translation>入门</translation>
        </message>
        <message>
            <source>Version {version}</source>
            <translation>版本 {version}</translation>
        </message>
        <message>
            <source>Drafts of text, pictures and sound from models on your own machine.</source>
            <translation>用自己电脑上的模型，制作文字、图片和声音草稿。</translation>
        </message>
        <message>
            <source>Licensed under the Apache License 2.0. Each model has its own licence, shown in the model library.</source>
            <translation>以 Apache License 2.0 授权。每个模型有各自的许可证，见模型库。</translation>
        </message>
    </context>
    <context>
        <name>HiresPart</name>
        <message>
            <source>Upscaler</source>
            <translation>放大模型</translation>
        </message>
        <message>
            <source>Automatic</source>
            <translation>自动</translation>
        </message>
        <message>
            <source>None: smoothly resampled</source>
            <translation>无：平滑重采样</translation>
        </message>
        <message>
            <source>High resolution</source>
            <translation>高分辨率</translation>
        </message>
        <message>
            <source>Second pass</source>
            <translation>第二遍</translation>
        </message>
        <message>
            <source>Enlarges the picture, then draws its details anew. Low strengths keep it, high ones invent more.</source>
            <translation>先放大图片，再重绘细节。强度低时忠于原图，强度高时新增更多。</translation>
        </message>
        <message>
            <source>As first</source>
            <translation>同首次</translation>
        </message>
        <message>
            <source>Install an upscaler…</source>
            <translation>安装放大模型…</translation>
        </message>
    </context>
    <context>
        <name>HistoryPopup</name>
        <message>
            <source>Prompts that you run are kept here.</source>
            <translation>你运行过的提示词会保存在这里。</translation>
        </message>
        <message>
            <source>Prompts are not kept at present.</source>
            <translation>目前不保存提示词。</translation>
        </message>
        <message>
            <source>No prompt has these words.</source>
            <translation>没有提示词包含这些词。</translation>
        </message>
        <message>
            <source>run {count} times</source>
            <translation>运行过 {count} 次</translation>
        </message>
        <message>
            <source>Prompts run before</source>
            <translation>用过的提示词</translation>
        </message>
        <message>
            <source>Search your prompts</source>
            <translation>搜索你的提示词</translation>
        </message>
        <message>
            <source>Prompts run before, newest first</source>
            <translation>用过的提示词，最新的在前</translation>
        </message>
        <message>
            <source>Only those with a star</source>
            <translation>仅加星标的</translation>
        </message>
        <message>
            <source>Use</source>
            <translation>使用</translation>
        </message>
        <message>
            <source>Insert</source>
            <translation>插入</translation>
        </message>
        <message>
            <source>Forget all without a star</source>
            <translation>清除所有未加星标的</translation>
        </message>
        <message>
            <source>Settings…</source>
            <translation>设置…</translation>
        </message>
        <message>
            <source>Put it in the place of the prompt (Enter)</source>
            <translation>替换当前提示词（Enter）</translation>
        </message>
        <message>
            <source>Insert it at the cursor</source>
            <translation>插入到光标处</translation>
        </message>
        <message>
            <source>Star: keep it for good</source>
            <translation>加星标：一直保留</translation>
        </message>
        <message>
            <source>Delete from the history</source>
            <translation>从历史中删除</translation>
        </message>
        <message>
            <source>Del</source>
            <translation>Del</translation>
        </message>
        <message>
            <source>Bring the deleted prompt back</source>
            <translation>恢复已删除的提示词</translation>
        </message>
    </context>
    <context>
        <name>ImageTab</name>
        <message>
            <source>Picture to work on</source>
            <translation>要处理的图片</translation>
        </message>
        <message>
            <source>Picture whose style to take</source>
            <translation>提供风格的图片</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>尺寸</translation>
        </message>
        <message>
            <source>Model's default</source>
            <translation>模型默认</translation>
        </message>
        <message>
            <source>Take the settings…</source>
            <translation>使用这些设置…</translation>
        </message>
        <message>
            <source>The pasted text has settings of a picture in it.</source>
            <translation>粘贴的文字中含有图片的设置。</translation>
        </message>
        <message>
            <source>Generate</source>
            <translation>生成</translation>
        </message>
        <message>
            <source>Prompt</source>
            <translation>提示词</translation>
        </message>
        <message>
            <source>What would you like to see?</source>
            <translation>想看到什么画面？</translation>
        </message>
        <message>
            <source>What should not be there</source>
            <translation>不希望出现的内容</translation>
        </message>
        <message>
            <source>Everything is enlarged alike, tile by tile; no face is invented anew.</source>
            <translation>画面各处同样逐块放大；不会重新编造人脸。</translation>
        </message>
        <message>
            <source>Auto</source>
            <translation>自动</translation>
        </message>
        <message>
            <source>Draw something</source>
            <translation>画点什么</translation>
        </message>
        <message>
            <source>Describe the picture on the left, or start from one of these.</source>
            <translation>在左侧描述画面，或从下面的例子开始。</translation>
        </message>
        <message>
            <source>a red apple on a white background</source>
            <translation>白色背景上的红苹果</translation>
        </message>
        <message>
            <source>a small blue house with a green roof</source>
            <translation>绿屋顶的蓝色小房子</translation>
        </message>
        <message>
            <source>a yellow sun behind a cloud</source>
            <translation>云朵后面的黄色太阳</translation>
        </message>
        <message>
            <source>Drop a picture here or choose one on the left. Your picture stays as it is; the result is a new one.</source>
            <translation>把图片拖到这里，或在左侧选择。原图保持不变，结果是一张新图。</translation>
        </message>
    </context>
    <context>
        <name>ImproveCard</name>
        <message>
            <source>Writing a better prompt…</source>
            <translation>正在改写提示词…</translation>
        </message>
        <message>
            <source>Suggestion</source>
            <translation>建议</translation>
        </message>
        <message>
            <source>The model had nothing to add.</source>
            <translation>模型没有可补充的内容。</translation>
        </message>
        <message>
            <source>No text model is installed. One is needed to improve prompts.</source>
            <translation>没有安装文本模型。改进提示词需要一个。</translation>
        </message>
        <message>
            <source>The suggestion is in the prompt.</source>
            <translation>建议已放入提示词。</translation>
        </message>
        <message>
            <source>{model} was not made for this language.</source>
            <translation>{model} 不是为这种语言设计的。</translation>
        </message>
        <message>
            <source>The answer is in another language than your prompt.</source>
            <translation>回答所用语言与你的提示词不同。</translation>
        </message>
        <message>
            <source>Not in it any more: {parts}</source>
            <translation>其中已没有：{parts}</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>停止</translation>
        </message>
        <message>
            <source>Keep mine</source>
            <translation>保留我的</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>Use</source>
            <translation>使用</translation>
        </message>
        <message>
            <source>Another one</source>
            <translation>换一个</translation>
        </message>
        <message>
            <source>Model library…</source>
            <translation>模型库…</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
    </context>
    <context>
        <name>JobProgress</name>
        <message>
            <source>take {number} of {count}</source>
            <translation>第 {number} 个候选，共 {count} 个</translation>
        </message>
        <message>
            <source>Waiting in the queue: {count}</source>
            <translation>队列中等待：{count}</translation>
        </message>
        <message>
            <source>Progress</source>
            <translation>进度</translation>
        </message>
    </context>
    <context>
        <name>Keys</name>
        <message>
            <source>Everywhere</source>
            <translation>任何地方</translation>
        </message>
        <message>
            <source>Prompt</source>
            <translation>提示词</translation>
        </message>
        <message>
            <source>Image</source>
            <translation>图片</translation>
        </message>
        <message>
            <source>Mask</source>
            <translation>蒙版</translation>
        </message>
        <message>
            <source>Gallery</source>
            <translation>图库</translation>
        </message>
        <message>
            <source>Queue</source>
            <translation>队列</translation>
        </message>
        <message>
            <source>Player</source>
            <translation>播放器</translation>
        </message>
        <message>
            <source>More or less weight for a word (pictures)</source>
            <translation>增减某个词的权重（图片）</translation>
        </message>
        <message>
            <source>The prompt run before, the one after</source>
            <translation>上一条、下一条运行过的提示词</translation>
        </message>
        <message>
            <source>Zoom in, zoom out</source>
            <translation>放大、缩小</translation>
        </message>
        <message>
            <source>Fit, actual size</source>
            <translation>适合窗口、实际大小</translation>
        </message>
        <message>
            <source>Move the picture</source>
            <translation>移动图片</translation>
        </message>
        <message>
            <source>Compare: slider, side by side, difference</source>
            <translation>比较：滑块、并排、差异</translation>
        </message>
        <message>
            <source>Compare: swap, leave</source>
            <translation>比较：交换、退出</translation>
        </message>
        <message>
            <source>Edit: crop, show as it came</source>
            <translation>编辑：裁剪、查看原图</translation>
        </message>
        <message>
            <source>Edit: undo, redo</source>
            <translation>编辑：撤销、重做</translation>
        </message>
        <message>
            <source>Brush, eraser</source>
            <translation>画笔、橡皮擦</translation>
        </message>
        <message>
            <source>Lasso, polygon, rectangle, fill</source>
            <translation>套索、多边形、矩形、填充</translation>
        </message>
        <message>
            <source>Smaller, larger brush</source>
            <translation>缩小、放大画笔</translation>
        </message>
        <message>
            <source>Move the cursor; paint</source>
            <translation>移动光标；绘制</translation>
        </message>
        <message>
            <source>Close a shape, take a corner back, give it up</source>
            <translation>闭合形状、退回一个角点、放弃</translation>
        </message>
        <message>
            <source>Invert, clear, show or hide</source>
            <translation>反转、清除、显示或隐藏</translation>
        </message>
        <message>
            <source>Undo, redo</source>
            <translation>撤销、重做</translation>
        </message>
        <message>
            <source>Look at it large</source>
            <translation>大图查看</translation>
        </message>
        <message>
            <source>Details</source>
            <translation>详情</translation>
        </message>
        <message>
            <source>Select more, one by one, all</source>
            <translation>扩展选择、逐个选择、全选</translation>
        </message>
        <message>
            <source>Rename</source>
            <translation>重命名</translation>
        </message>
        <message>
            <source>Star</source>
            <translation>加星标</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Move to the trash, undo</source>
            <translation>移到回收站、撤销</translation>
        </message>
        <message>
            <source>Large view: the one before, the next, back</source>
            <translation>大图：上一张、下一张、返回</translation>
        </message>
        <message>
            <source>Sooner, later</source>
            <translation>提前、推后</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>重试</translation>
        </message>
        <message>
            <source>Cancel, take out of the list</source>
            <translation>取消、从列表移除</translation>
        </message>
        <message>
            <source>Play or pause</source>
            <translation>播放或暂停</translation>
        </message>
        <message>
            <source>Back and forth by one second (with Shift: five)</source>
            <translation>前后移动一秒（按住 Shift 为五秒）</translation>
        </message>
        <message>
            <source>Beginning, end</source>
            <translation>开头、结尾</translation>
        </message>
    </context>
    <context>
        <name>ListPart</name>
        <message>
            <source>“{name}” is taken away.</source>
            <translation>“{name}”已移除。</translation>
        </message>
    </context>
    <context>
        <name>LoraPart</name>
        <message>
            <source>Add a LoRA</source>
            <translation>添加 LoRA</translation>
        </message>
        <message>
            <source>No LoRA is installed. Import a safetensors file of one; it teaches a model a style or a thing.</source>
            <translation>还没有安装 LoRA。请导入它的 safetensors 文件；它能让模型学会一种风格或一样东西。</translation>
        </message>
        <message>
            <source>None of the installed LoRAs fits the chosen model; it needs one for {family}.</source>
            <translation>已安装的 LoRA 都不适合所选模型；它需要适用于 {family} 的 LoRA。</translation>
        </message>
        <message>
            <source>LoRA</source>
            <translation>LoRA</translation>
        </message>
    </context>
    <context>
        <name>LoraRow</name>
        <message>
            <source>It is not installed.</source>
            <translation>它没有安装。</translation>
        </message>
        <message>
            <source>It is for {own} and does not fit {family}.</source>
            <translation>它适用于 {own}，不适合 {family}。</translation>
        </message>
        <message>
            <source>What {name} does</source>
            <translation>“{name}”的效果</translation>
        </message>
        <message>
            <source>Show {name} in the model library</source>
            <translation>在模型库中显示“{name}”</translation>
        </message>
        <message>
            <source>Take {name} away</source>
            <translation>移除“{name}”</translation>
        </message>
        <message>
            <source>How strongly it works: 0 is not at all, 1 as it was trained</source>
            <translation>作用的强弱：0 表示不起作用，1 表示训练时的强度</translation>
        </message>
    </context>
    <context>
        <name>MainWindow</name>
        <message>
            <source>Take settings from a picture</source>
            <translation>使用图片中的设置</translation>
        </message>
        <message>
            <source>There is no text on the clipboard.</source>
            <translation>剪贴板中没有文字。</translation>
        </message>
        <message>
            <source>Project: {name}</source>
            <translation>项目：{name}</translation>
        </message>
        <message>
            <source>Models start with the first job</source>
            <translation>模型会在第一个任务时启动</translation>
        </message>
        <message>
            <source>Starting…</source>
            <translation>正在启动…</translation>
        </message>
        <message>
            <source>Getting ready…</source>
            <translation>正在准备…</translation>
        </message>
        <message>
            <source>Ready</source>
            <translation>就绪</translation>
        </message>
        <message>
            <source>Working</source>
            <translation>工作中</translation>
        </message>
        <message>
            <source>The worker has stopped; restart it from the queue</source>
            <translation>工作进程已停止，请在队列中重新启动</translation>
        </message>
        <message>
            <source>In memory: {names} · {size}</source>
            <translation>内存中：{names} · {size}</translation>
        </message>
        <message>
            <source>Text, image or audio</source>
            <translation>文字、图片或声音</translation>
        </message>
        <message>
            <source>Model library</source>
            <translation>模型库</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>设置</translation>
        </message>
        <message>
            <source>Gallery and queue</source>
            <translation>图库和队列</translation>
        </message>
        <message>
            <source>Pictures</source>
            <translation>图片</translation>
        </message>
    </context>
    <context>
        <name>ManyButton</name>
        <message>
            <source>Many pictures at once</source>
            <translation>一次生成多张图片</translation>
        </message>
        <message>
            <source>Batch…</source>
            <translation>批量…</translation>
        </message>
        <message>
            <source>Grid of pictures…</source>
            <translation>图片网格…</translation>
        </message>
    </context>
    <context>
        <name>MapEditor</name>
        <message>
            <source>Painted control map</source>
            <translation>手绘控制图</translation>
        </message>
        <message>
            <source>Keep what you painted?</source>
            <translation>保留您画的内容吗？</translation>
        </message>
        <message>
            <source>Use the map</source>
            <translation>使用控制图</translation>
        </message>
        <message>
            <source>Throw away</source>
            <translation>丢弃</translation>
        </message>
        <message>
            <source>Go on painting</source>
            <translation>继续绘画</translation>
        </message>
        <message>
            <source>Edit the control map</source>
            <translation>编辑控制图</translation>
        </message>
        <message>
            <source>White is followed, black is not. O shows the picture beneath.</source>
            <translation>白色会被遵循，黑色不会。按 O 显示下面的图片。</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Map: the arrow keys move a cursor, Space paints; plus and minus zoom, brackets size the brush</source>
            <translation>控制图：方向键移动光标，空格绘画；加减号缩放，方括号调整画笔大小</translation>
        </message>
    </context>
    <context>
        <name>MapMode</name>
        <message>
            <source>A model makes this map when it runs.</source>
            <translation>这种控制图由模型在运行时生成。</translation>
        </message>
        <message>
            <source>Preview of the map: plus and minus zoom, 0 fits, the arrow keys move it</source>
            <translation>控制图预览：加减号缩放，0 适合窗口，方向键移动</translation>
        </message>
    </context>
    <context>
        <name>MapTools</name>
        <message>
            <source>Brush: paint lines to follow; the right button paints black</source>
            <translation>画笔：画出要遵循的线条；右键画黑色</translation>
        </message>
        <message>
            <source>Eraser: paint black</source>
            <translation>橡皮：画黑色</translation>
        </message>
        <message>
            <source>Invert the map</source>
            <translation>反转控制图</translation>
        </message>
        <message>
            <source>Make the map black</source>
            <translation>把控制图清成黑色</translation>
        </message>
        <message>
            <source>Show the picture instead</source>
            <translation>改为显示图片</translation>
        </message>
        <message>
            <source>Show the map</source>
            <translation>显示控制图</translation>
        </message>
    </context>
    <context>
        <name>MaskMode</name>
        <message>
            <source>The mask was {width} × {height}; it is scaled to the picture.</source>
            <translation>蒙版原为 {width} × {height}，已缩放到图片大小。</translation>
        </message>
        <message>
            <source>Take a mask from a picture</source>
            <translation>从图片取得蒙版</translation>
        </message>
        <message>
            <source>Mask: the arrow keys move a cursor, Space paints; plus and minus zoom, brackets size the brush</source>
            <translation>蒙版：方向键移动光标，空格键涂抹；加减号缩放，方括号调整画笔大小</translation>
        </message>
        <message>
            <source>Pictures</source>
            <translation>图片</translation>
        </message>
    </context>
    <context>
        <name>MaskPart</name>
        <message>
            <source>Edge of the mask</source>
            <translation>蒙版边缘</translation>
        </message>
        <message>
            <source>Pixels by which the mask grows; below zero it shrinks</source>
            <translation>蒙版扩大的像素数；负数表示收缩</translation>
        </message>
        <message>
            <source>Pixels over which old and new blend into each other</source>
            <translation>新旧画面过渡的像素数</translation>
        </message>
    </context>
    <context>
        <name>Menus</name>
        <message>
            <source>&amp;File</source>
            <translation>文件(&amp;F)</translation>
        </message>
        <message>
            <source>New project…</source>
            <translation>新建项目…</translation>
        </message>
        <message>
            <source>Open project…</source>
            <translation>打开项目…</translation>
        </message>
        <message>
            <source>Import files…</source>
            <translation>导入文件…</translation>
        </message>
        <message>
            <source>Paste a picture</source>
            <translation>粘贴图片</translation>
        </message>
        <message>
            <source>Take settings from a picture…</source>
            <translation>使用图片中的设置…</translation>
        </message>
        <message>
            <source>Take settings from the clipboard…</source>
            <translation>使用剪贴板中的设置…</translation>
        </message>
        <message>
            <source>Export selection…</source>
            <translation>导出所选…</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>退出</translation>
        </message>
        <message>
            <source>&amp;Generate</source>
            <translation>生成(&amp;G)</translation>
        </message>
        <message>
            <source>Generate</source>
            <translation>生成</translation>
        </message>
        <message>
            <source>Regenerate</source>
            <translation>重新生成</translation>
        </message>
        <message>
            <source>Grid of pictures…</source>
            <translation>图片网格…</translation>
        </message>
        <message>
            <source>Batch…</source>
            <translation>批量…</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>停止</translation>
        </message>
        <message>
            <source>Previous take</source>
            <translation>上一个候选</translation>
        </message>
        <message>
            <source>Next take</source>
            <translation>下一个候选</translation>
        </message>
        <message>
            <source>Go to the prompt</source>
            <translation>转到提示词</translation>
        </message>
        <message>
            <source>Prompts run before…</source>
            <translation>用过的提示词…</translation>
        </message>
        <message>
            <source>Roll a new seed</source>
            <translation>随机一个新种子</translation>
        </message>
        <message>
            <source>Model library…</source>
            <translation>模型库…</translation>
        </message>
        <message>
            <source>Text</source>
            <translation>文字</translation>
        </message>
        <message>
            <source>Image</source>
            <translation>图片</translation>
        </message>
        <message>
            <source>Audio</source>
            <translation>声音</translation>
        </message>
        <message>
            <source>&amp;View</source>
            <translation>视图(&amp;V)</translation>
        </message>
        <message>
            <source>Gallery</source>
            <translation>图库</translation>
        </message>
        <message>
            <source>Queue</source>
            <translation>队列</translation>
        </message>
        <message>
            <source>Show or hide gallery and queue</source>
            <translation>显示或隐藏图库和队列</translation>
        </message>
        <message>
            <source>Compare two pictures</source>
            <translation>比较两张图片</translation>
        </message>
        <message>
            <source>Settings…</source>
            <translation>设置…</translation>
        </message>
        <message>
            <source>&amp;Help</source>
            <translation>帮助(&amp;H)</translation>
        </message>
        <message>
            <source>First steps</source>
            <translation>入门</translation>
        </message>
        <message>
            <source>Keyboard shortcuts</source>
            <translation>键盘快捷键</translation>
        </message>
        <message>
            <source>About AIGC Studio</source>
            <translation>关于 AIGC Studio</translation>
        </message>
        <message>
            <source>Open recent</source>
            <translation>打开最近的项目</translation>
        </message>
    </context>
    <context>
        <name>ModelDetails</name>
        <message>
            <source>Tasks</source>
            <translation>任务</translation>
        </message>
        <message>
            <source>Languages</source>
            <translation>语言</translation>
        </message>
        <message>
            <source>Quality</source>
            <translation>质量</translation>
        </message>
        <message>
            <source>On disk</source>
            <translation>磁盘占用</translation>
        </message>
        <message>
            <source>In memory</source>
            <translation>内存占用</translation>
        </message>
        <message>
            <source>Licence</source>
            <translation>许可证</translation>
        </message>
        <message>
            <source>From</source>
            <translation>来源</translation>
        </message>
        <message>
            <source>Format</source>
            <translation>格式</translation>
        </message>
        <message>
            <source>Folder</source>
            <translation>文件夹</translation>
        </message>
        <message>
            <source>Progress</source>
            <translation>进度</translation>
        </message>
        <message>
            <source>Install</source>
            <translation>安装</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Verify</source>
            <translation>校验</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>移除</translation>
        </message>
        <message>
            <source>No model is chosen</source>
            <translation>未选择模型</translation>
        </message>
        <message>
            <source>Models are files that draw, write or speak. They run on this machine only.</source>
            <translation>模型是会画、会写、会说的文件，只在这台电脑上运行。</translation>
        </message>
        <message>
            <source>Cancelling… what was downloaded is kept for the next time.</source>
            <translation>正在取消…已下载的部分会保留到下次。</translation>
        </message>
        <message>
            <source>There is not enough space on the disk: {free} free.</source>
            <translation>磁盘空间不足：剩余 {free}。</translation>
        </message>
        <message>
            <source>about {size}</source>
            <translation>约 {size}</translation>
        </message>
        <message>
            <source>Remove: click again</source>
            <translation>再点一次即移除</translation>
        </message>
    </context>
    <context>
        <name>ModelField</name>
        <message>
            <source>{model} (automatic)</source>
            <translation>{model}（自动）</translation>
        </message>
        <message>
            <source>Automatic</source>
            <translation>自动</translation>
        </message>
        <message>
            <source>{model} (not installed)</source>
            <translation>{model}（未安装）</translation>
        </message>
        <message>
            <source>Install {model} · {size}</source>
            <translation>安装 {model} · {size}</translation>
        </message>
        <message>
            <source>Import a model…</source>
            <translation>导入模型…</translation>
        </message>
        <message>
            <source>Model library…</source>
            <translation>模型库…</translation>
        </message>
        <message>
            <source>Model library</source>
            <translation>模型库</translation>
        </message>
    </context>
    <context>
        <name>ModelList</name>
        <message>
            <source>Additions: {kind}</source>
            <translation>附加模型：{kind}</translation>
        </message>
        <message>
            <source>installed</source>
            <translation>已安装</translation>
        </message>
        <message>
            <source>can be installed</source>
            <translation>可安装</translation>
        </message>
        <message>
            <source>Search models and tasks</source>
            <translation>搜索模型和任务</translation>
        </message>
        <message>
            <source>Models</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>All models</source>
            <translation>全部模型</translation>
        </message>
        <message>
            <source>Additions to picture models</source>
            <translation>图片模型的附加模型</translation>
        </message>
        <message>
            <source>Cancelling…</source>
            <translation>正在取消…</translation>
        </message>
        <message>
            <source>Starting…</source>
            <translation>正在启动…</translation>
        </message>
        <message>
            <source>{done} of {total}</source>
            <translation>{done} / {total}</translation>
        </message>
    </context>
    <context>
        <name>ModelOffer</name>
        <message>
            <source>No model for “{task}” is installed. Import one from your disk: a folder or a safetensors file.</source>
            <translation>没有安装可用于“{task}”的模型。请从磁盘导入文件夹或 safetensors 文件。</translation>
        </message>
        <message>
            <source>No model for “{task}” is installed yet. {model} can do it.</source>
            <translation>还没有安装可用于“{task}”的模型。可以安装 {model}。</translation>
        </message>
        <message>
            <source>{size} to download · {free} free · {licence}</source>
            <translation>下载 {size} · 剩余 {free} · {licence}</translation>
        </message>
        <message>
            <source>Download</source>
            <translation>下载</translation>
        </message>
        <message>
            <source>Install</source>
            <translation>安装</translation>
        </message>
        <message>
            <source>Import a model…</source>
            <translation>导入模型…</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>More models…</source>
            <translation>更多模型…</translation>
        </message>
    </context>
    <context>
        <name>ModelPart</name>
        <message>
            <source>The model's own</source>
            <translation>模型自带</translation>
        </message>
        <message>
            <source>{setting} does not work with {family}.</source>
            <translation>{setting}不适用于 {family}。</translation>
        </message>
        <message>
            <source>The VAE does not fit {family}.</source>
            <translation>VAE 不适合 {family}。</translation>
        </message>
        <message>
            <source>{name} (for {family})</source>
            <translation>{name}（适用于 {family}）</translation>
        </message>
        <message>
            <source>clip skip {count}</source>
            <translation>CLIP 跳过 {count} 层</translation>
        </message>
        <message>
            <source>seamless</source>
            <translation>无缝</translation>
        </message>
        <message>
            <source>Model details</source>
            <translation>模型细节</translation>
        </message>
        <message>
            <source>1: none</source>
            <translation>1：不跳过</translation>
        </message>
        <message>
            <source>Leaves out the last layers of the text encoder, counted as in A1111: 1 leaves nothing out, 2 the last layer, as some models for drawings and anime are made for. For SD 1.5, SD 2 and SDXL.</source>
            <translation>跳过文本编码器的最后几层，计数方式与 A1111 相同：1 为不跳过，2 为跳过最后一层，部分插画和动漫模型需要这样设置。适用于 SD 1.5、SD 2 和 SDXL。</translation>
        </message>
        <message>
            <source>No</source>
            <translation>否</translation>
        </message>
        <message>
            <source>In both directions</source>
            <translation>两个方向</translation>
        </message>
        <message>
            <source>From left to right</source>
            <translation>从左到右</translation>
        </message>
        <message>
            <source>From top to bottom</source>
            <translation>从上到下</translation>
        </message>
        <message>
            <source>Turns what the model draws into pixels. Another one can give truer colours or finer details; it must fit the model.</source>
            <translation>把模型画出的内容变成像素。换一个可能颜色更准或细节更好；它必须适合模型。</translation>
        </message>
        <message>
            <source>The picture's edges meet, so that it can be laid side by side: patterns and textures. For SD 1.5, SD 2 and SDXL.</source>
            <translation>图片的边缘彼此相接，可以并排铺开：用于图案和纹理。适用于 SD 1.5、SD 2 和 SDXL。</translation>
        </message>
    </context>
    <context>
        <name>ModelsDialog</name>
        <message>
            <source>{free} free in the model folder</source>
            <translation>模型文件夹剩余 {free}</translation>
        </message>
        <message>
            <source>Models</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Import a model file</source>
            <translation>导入模型文件</translation>
        </message>
        <message>
            <source>Import a model folder</source>
            <translation>导入模型文件夹</translation>
        </message>
        <message>
            <source>Importing {name}…</source>
            <translation>正在导入 {name}…</translation>
        </message>
        <message>
            <source>{model} is damaged: {problems}. Remove it and install it again.</source>
            <translation>{model} 已损坏：{problems}。请移除后重新安装。</translation>
        </message>
        <message>
            <source>{model} is whole: every checksum is right.</source>
            <translation>{model} 完好：所有校验和都正确。</translation>
        </message>
        <message>
            <source>Model library</source>
            <translation>模型库</translation>
        </message>
        <message>
            <source>Import file…</source>
            <translation>导入文件…</translation>
        </message>
        <message>
            <source>Folder…</source>
            <translation>文件夹…</translation>
        </message>
        <message>
            <source>GGUF or safetensors</source>
            <translation>GGUF 或 safetensors</translation>
        </message>
        <message>
            <source>A diffusers or transformers folder with safetensors files</source>
            <translation>含 safetensors 文件的 diffusers 或 transformers 文件夹</translation>
        </message>
    </context>
    <context>
        <name>ModelsPresenter</name>
        <message>
            <source>{model} is installed.</source>
            <translation>{model} 已安装。</translation>
        </message>
        <message>
            <source>{model} was imported.</source>
            <translation>{model} 已导入。</translation>
        </message>
    </context>
    <context>
        <name>NameDialog</name>
        <message>
            <source>Name</source>
            <translation>名称</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>保存</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
    </context>
    <context>
        <name>Needed</name>
        <message>
            <source>Import in the model library…</source>
            <translation>在模型库中导入…</translation>
        </message>
    </context>
    <context>
        <name>NegativeMenu</name>
        <message>
            <source>Save the negative prompt…</source>
            <translation>保存反向提示词…</translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>删除</translation>
        </message>
        <message>
            <source>Save the negative prompt</source>
            <translation>保存反向提示词</translation>
        </message>
        <message>
            <source>Presets</source>
            <translation>预设</translation>
        </message>
        <message>
            <source>Negative prompts with names</source>
            <translation>已命名的反向提示词</translation>
        </message>
    </context>
    <context>
        <name>NoticeLine</name>
        <message>
            <source>Act on this message</source>
            <translation>处理此消息</translation>
        </message>
        <message>
            <source>Close this message</source>
            <translation>关闭此消息</translation>
        </message>
    </context>
    <context>
        <name>OptionBar</name>
        <message>
            <source>{x}, {y} · painting</source>
            <translation>{x}, {y} · 正在涂抹</translation>
        </message>
        <message>
            <source>{x}, {y} · Space paints</source>
            <translation>{x}, {y} · 空格键涂抹</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>大小</translation>
        </message>
        <message>
            <source>Hardness</source>
            <translation>硬度</translation>
        </message>
        <message>
            <source>Opacity</source>
            <translation>不透明度</translation>
        </message>
        <message>
            <source>Size of the brush</source>
            <translation>画笔大小</translation>
        </message>
        <message>
            <source>Size of the brush: [ and ], Ctrl+wheel, Alt+drag</source>
            <translation>画笔大小：[ 和 ]、Ctrl+滚轮、Alt+拖动</translation>
        </message>
        <message>
            <source>Hardness of the brush</source>
            <translation>画笔硬度</translation>
        </message>
        <message>
            <source>How sharp the brush's edge is</source>
            <translation>画笔边缘的锐利程度</translation>
        </message>
        <message>
            <source>Opacity of the brush</source>
            <translation>画笔不透明度</translation>
        </message>
        <message>
            <source>How much of the picture gives way</source>
            <translation>画面被替换的程度</translation>
        </message>
        <message>
            <source>Colour in which the mask is shown</source>
            <translation>蒙版的显示颜色</translation>
        </message>
        <message>
            <source>Take a mask from elsewhere</source>
            <translation>从别处取得蒙版</translation>
        </message>
        <message>
            <source>Red</source>
            <translation>红色</translation>
        </message>
        <message>
            <source>Blue</source>
            <translation>蓝色</translation>
        </message>
        <message>
            <source>Green</source>
            <translation>绿色</translation>
        </message>
        <message>
            <source>Yellow</source>
            <translation>黄色</translation>
        </message>
        <message>
            <source>Violet</source>
            <translation>紫色</translation>
        </message>
        <message>
            <source>White</source>
            <translation>白色</translation>
        </message>
        <message>
            <source>From a picture file…</source>
            <translation>来自图片文件…</translation>
        </message>
        <message>
            <source>From the transparency of the picture</source>
            <translation>来自图片的透明部分</translation>
        </message>
        <message>
            <source>As in the picture before</source>
            <translation>与上一张图片相同</translation>
        </message>
    </context>
    <context>
        <name>PaletteButton</name>
        <message>
            <source>Palette</source>
            <translation>色板</translation>
        </message>
    </context>
    <context>
        <name>PalettePopup</name>
        <message>
            <source>Saved as {name}.</source>
            <translation>已保存为 {name}。</translation>
        </message>
        <message>
            <source>Looking at the colours…</source>
            <translation>正在分析颜色…</translation>
        </message>
        <message>
            <source>{hex}, {share} of the picture: copy it</source>
            <translation>{hex}，占图片的 {share}：点击复制</translation>
        </message>
        <message>
            <source>A click copies a colour.</source>
            <translation>点击即可复制颜色。</translation>
        </message>
        <message>
            <source>This picture is clear all over.</source>
            <translation>这张图片完全透明。</translation>
        </message>
        <message>
            <source>{text} is copied.</source>
            <translation>已复制 {text}。</translation>
        </message>
        <message>
            <source>{count} colours are copied.</source>
            <translation>已复制 {count} 种颜色。</translation>
        </message>
        <message>
            <source>Save the palette</source>
            <translation>保存色板</translation>
        </message>
        <message>
            <source>Palette</source>
            <translation>色板</translation>
        </message>
        <message>
            <source>Colours</source>
            <translation>颜色</translation>
        </message>
        <message>
            <source>Number of colours</source>
            <translation>颜色数量</translation>
        </message>
        <message>
            <source>Copy all</source>
            <translation>全部复制</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>保存</translation>
        </message>
        <message>
            <source>For Adobe programs (ASE)…</source>
            <translation>用于 Adobe 软件（ASE）…</translation>
        </message>
        <message>
            <source>For GIMP, Inkscape, Krita (GPL)…</source>
            <translation>用于 GIMP、Inkscape、Krita（GPL）…</translation>
        </message>
        <message>
            <source>As a list of HEX values…</source>
            <translation>HEX 值列表…</translation>
        </message>
    </context>
    <context>
        <name>PercentRange</name>
        <message>
            <source>{name}: from</source>
            <translation>{name}：从</translation>
        </message>
        <message>
            <source>{name}: to</source>
            <translation>{name}：到</translation>
        </message>
    </context>
    <context>
        <name>PictureActions</name>
        <message>
            <source>The description is in the prompt; Ctrl+Z there takes it back.</source>
            <translation>描述已放入提示词；在那里按 Ctrl+Z 可撤销。</translation>
        </message>
    </context>
    <context>
        <name>PictureMenu</name>
        <message>
            <source>The picture to work on</source>
            <translation>要处理的图片</translation>
        </message>
        <message>
            <source>The take in view</source>
            <translation>正在查看的结果</translation>
        </message>
        <message>
            <source>From the gallery</source>
            <translation>来自图库</translation>
        </message>
        <message>
            <source>There is no picture yet.</source>
            <translation>还没有图片。</translation>
        </message>
    </context>
    <context>
        <name>Player</name>
        <message>
            <source>Sound is switched off on this machine; the waveform can still be looked at and exported.</source>
            <translation>这台电脑已关闭声音；仍可查看波形并导出。</translation>
        </message>
        <message>
            <source>Playing needs a sound library that is not there (on Debian and Ubuntu: libpulse0). Everything else works.</source>
            <translation>播放所需的声音库不存在（Debian 和 Ubuntu 上是 libpulse0）。其他功能都可使用。</translation>
        </message>
        <message>
            <source>No sound device was found; the waveform can still be looked at and exported.</source>
            <translation>没有找到声音设备；仍可查看波形并导出。</translation>
        </message>
        <message>
            <source>This sound cannot be played here ({reason}).</source>
            <translation>无法在这里播放此声音（{reason}）。</translation>
        </message>
    </context>
    <context>
        <name>PlayerBar</name>
        <message>
            <source>Waveform: the arrow keys move the playhead, Space plays</source>
            <translation>波形：方向键移动播放头，空格键播放</translation>
        </message>
        <message>
            <source>Play in a loop</source>
            <translation>循环播放</translation>
        </message>
        <message>
            <source>mono</source>
            <translation>单声道</translation>
        </message>
        <message>
            <source>stereo</source>
            <translation>立体声</translation>
        </message>
        <message>
            <source>Pause</source>
            <translation>暂停</translation>
        </message>
        <message>
            <source>Play</source>
            <translation>播放</translation>
        </message>
    </context>
    <context>
        <name>PreferencesDialog</name>
        <message>
            <source>Settings</source>
            <translation>设置</translation>
        </message>
        <message>
            <source>Appearance</source>
            <translation>外观</translation>
        </message>
        <message>
            <source>Files</source>
            <translation>文件</translation>
        </message>
        <message>
            <source>This machine</source>
            <translation>这台电脑</translation>
        </message>
        <message>
            <source>As the system</source>
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
            <source>The whole recipe: prompt, model, seed, settings</source>
            <translation>完整配方：提示词、模型、种子、设置</translation>
        </message>
        <message>
            <source>Only that a model made it</source>
            <translation>仅说明由模型生成</translation>
        </message>
        <message>
            <source>Nothing</source>
            <translation>无</translation>
        </message>
        <message>
            <source>Automatic: the fastest that works</source>
            <translation>自动：可用的最快设备</translation>
        </message>
        <message>
            <source>Processor (CPU)</source>
            <translation>处理器（CPU）</translation>
        </message>
        <message>
            <source>Graphics card (NVIDIA)</source>
            <translation>显卡（NVIDIA）</translation>
        </message>
        <message>
            <source>Graphics (Apple)</source>
            <translation>图形处理器（Apple）</translation>
        </message>
        <message>
            <source>Auto</source>
            <translation>自动</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
    </context>
    <context>
        <name>PresetDialog</name>
        <message>
            <source>Holds</source>
            <translation>包含</translation>
        </message>
        <message>
            <source>Settings that the preset holds</source>
            <translation>预设包含的设置</translation>
        </message>
    </context>
    <context>
        <name>PresetRow</name>
        <message>
            <source>Set: {names}.</source>
            <translation>已设置：{names}。</translation>
        </message>
        <message>
            <source>Everything was set like that already.</source>
            <translation>设置本来就是这样。</translation>
        </message>
        <message>
            <source>All settings are the usual ones: there is nothing to keep.</source>
            <translation>所有设置都是默认值，没有可保存的内容。</translation>
        </message>
        <message>
            <source>Save settings as a preset</source>
            <translation>把设置保存为预设</translation>
        </message>
        <message>
            <source>“{name}” is saved.</source>
            <translation>已保存“{name}”。</translation>
        </message>
        <message>
            <source>“{name}” is deleted.</source>
            <translation>已删除“{name}”。</translation>
        </message>
        <message>
            <source>Choose a preset…</source>
            <translation>选择预设…</translation>
        </message>
        <message>
            <source>Preset</source>
            <translation>预设</translation>
        </message>
        <message>
            <source>Save the settings as a preset…</source>
            <translation>把设置保存为预设…</translation>
        </message>
        <message>
            <source>Delete this preset</source>
            <translation>删除此预设</translation>
        </message>
    </context>
    <context>
        <name>PreviewMode</name>
        <message>
            <source>Original</source>
            <translation>原图</translation>
        </message>
        <message>
            <source>Show the original</source>
            <translation>显示原图</translation>
        </message>
        <message>
            <source>Show the original instead of its preview</source>
            <translation>显示原图而不是预览</translation>
        </message>
    </context>
    <context>
        <name>ProjectDialogs</name>
        <message>
            <source>Open a project</source>
            <translation>打开项目</translation>
        </message>
        <message>
            <source>Project</source>
            <translation>项目</translation>
        </message>
        <message>
            <source>Open another project…</source>
            <translation>打开其他项目…</translation>
        </message>
        <message>
            <source>New project…</source>
            <translation>新建项目…</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>退出</translation>
        </message>
        <message>
            <source>New project</source>
            <translation>新建项目</translation>
        </message>
        <message>
            <source>Name of the project</source>
            <translation>项目名称</translation>
        </message>
        <message>
            <source>Folder that the project's folder is made in</source>
            <translation>项目文件夹所在的位置</translation>
        </message>
        <message>
            <source>Choose the folder</source>
            <translation>选择文件夹</translation>
        </message>
        <message>
            <source>Create</source>
            <translation>创建</translation>
        </message>
        <message>
            <source>Create the project</source>
            <translation>创建项目</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>名称</translation>
        </message>
        <message>
            <source>In</source>
            <translation>位置</translation>
        </message>
        <message>
            <source>A name cannot have any of &lt; &gt; : " / \ | ? *</source>
            <translation>名称不能包含 &lt; &gt; : " / \ | ? *</translation>
        </message>
        <message>
            <source>The name is too long.</source>
            <translation>名称太长。</translation>
        </message>
        <message>
            <source>A name cannot end with a dot.</source>
            <translation>名称不能以点结尾。</translation>
        </message>
        <message>
            <source>Choose the folder again.</source>
            <translation>请重新选择文件夹。</translation>
        </message>
        <message>
            <source>Forget the list</source>
            <translation>清空列表</translation>
        </message>
        <message>
            <source>A project is a folder: it can be moved, zipped and opened elsewhere.</source>
            <translation>项目就是一个文件夹：可以移动、压缩，并在别处打开。</translation>
        </message>
        <message>
            <source>No other projects yet</source>
            <translation>还没有其他项目</translation>
        </message>
    </context>
    <context>
        <name>PromptEdit</name>
        <message>
            <source>The model does not read the end of this prompt.</source>
            <translation>模型读不到这条提示词的结尾。</translation>
        </message>
        <message>
            <source>{count} / {limit} tokens</source>
            <translation>{count} / {limit} 个词元</translation>
        </message>
        <message>
            <source>{count} tokens</source>
            <translation>{count} 个词元</translation>
        </message>
        <message>
            <source>{count} chunks</source>
            <translation>{count} 段</translation>
        </message>
        <message>
            <source>Characters: {count} · about {tokens} tokens</source>
            <translation>字符：{count} · 约 {tokens} 个词元</translation>
        </message>
        <message>
            <source>A prompt has {limit} characters at most: the last {count} of the paste were left out.</source>
            <translation>提示词最多 {limit} 个字符：粘贴内容末尾的 {count} 个字符未放入。</translation>
        </message>
        <message>
            <source>The model does not know: {words}</source>
            <translation>模型不认识：{words}</translation>
        </message>
        <message>
            <source>For example: {prompt}</source>
            <translation>例如：{prompt}</translation>
        </message>
        <message>
            <source>Read as: {english}</source>
            <translation>读作：{english}</translation>
        </message>
    </context>
    <context>
        <name>PromptInsertMenu</name>
        <message>
            <source>Import</source>
            <translation>导入</translation>
        </message>
        <message>
            <source>One of several: {red|blue}</source>
            <translation>多选一：{red|blue}</translation>
        </message>
        <message>
            <source>More weight: (word:1.1)</source>
            <translation>提高权重：(word:1.1)</translation>
        </message>
        <message>
            <source>Less weight: (word:0.9)</source>
            <translation>降低权重：(word:0.9)</translation>
        </message>
        <message>
            <source>A word from a list</source>
            <translation>词表中的词</translation>
        </message>
        <message>
            <source>Import lists…</source>
            <translation>导入词表…</translation>
        </message>
        <message>
            <source>Open the folder of your lists</source>
            <translation>打开词表文件夹</translation>
        </message>
        <message>
            <source>Lists in English</source>
            <translation>英文列表</translation>
        </message>
        <message>
            <source>Lists in Chinese</source>
            <translation>中文列表</translation>
        </message>
    </context>
    <context>
        <name>PromptTools</name>
        <message>
            <source>Prompts run before</source>
            <translation>用过的提示词</translation>
        </message>
        <message>
            <source>Insert words from a list, alternatives, weights</source>
            <translation>插入词表中的词、备选词、权重</translation>
        </message>
        <message>
            <source>Improve this prompt with the text model</source>
            <translation>用文本模型改进这条提示词</translation>
        </message>
        <message>
            <source>Lists of words</source>
            <translation>词表</translation>
        </message>
    </context>
    <context>
        <name>QueuePanel</name>
        <message>
            <source>Use these settings</source>
            <translation>使用这些设置</translation>
        </message>
        <message>
            <source>Selected jobs: {count}</source>
            <translation>已选任务：{count}</translation>
        </message>
        <message>
            <source>Queue again: {count}</source>
            <translation>重新排队：{count}</translation>
        </message>
        <message>
            <source>Put the interrupted jobs back into the queue</source>
            <translation>把中断的任务放回队列</translation>
        </message>
        <message>
            <source>Resume the queue</source>
            <translation>继续队列</translation>
        </message>
        <message>
            <source>Pause the queue</source>
            <translation>暂停队列</translation>
        </message>
        <message>
            <source>Worker is starting…</source>
            <translation>工作进程正在启动…</translation>
        </message>
        <message>
            <source>Worker is loading…</source>
            <translation>工作进程正在加载…</translation>
        </message>
        <message>
            <source>Worker is ready</source>
            <translation>工作进程已就绪</translation>
        </message>
        <message>
            <source>Worker is busy</source>
            <translation>工作进程忙碌中</translation>
        </message>
        <message>
            <source>Worker is stopped</source>
            <translation>工作进程已停止</translation>
        </message>
        <message>
            <source>Worker has failed</source>
            <translation>工作进程出错</translation>
        </message>
        <message>
            <source>Queue is paused</source>
            <translation>队列已暂停</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>重试</translation>
        </message>
        <message>
            <source>Move up</source>
            <translation>上移</translation>
        </message>
        <message>
            <source>Move down</source>
            <translation>下移</translation>
        </message>
        <message>
            <source>Remove from the list</source>
            <translation>从列表中移除</translation>
        </message>
        <message>
            <source>Queue</source>
            <translation>队列</translation>
        </message>
        <message>
            <source>Jobs in the queue</source>
            <translation>队列中的任务</translation>
        </message>
        <message>
            <source>Del</source>
            <translation>Del</translation>
        </message>
        <message>
            <source>Clear finished jobs</source>
            <translation>清除已结束的任务</translation>
        </message>
        <message>
            <source>Restart</source>
            <translation>重新启动</translation>
        </message>
        <message>
            <source>Restart the worker</source>
            <translation>重新启动工作进程</translation>
        </message>
        <message>
            <source>No jobs yet.
What you generate in any tab waits and runs here.</source>
            <translation>还没有任务。
在任一标签页中生成的内容都会在这里排队和运行。</translation>
        </message>
        <message>
            <source>State of the worker</source>
            <translation>工作进程状态</translation>
        </message>
    </context>
    <context>
        <name>Receiving</name>
        <message>
            <source>Select two pictures in the gallery, or two takes below the picture (Ctrl+click).</source>
            <translation>请在图库中选中两张图片，或在图片下方选中两张（Ctrl+单击）。</translation>
        </message>
        <message>
            <source>There is no picture on the clipboard.</source>
            <translation>剪贴板上没有图片。</translation>
        </message>
    </context>
    <context>
        <name>RecipeTable</name>
        <message>
            <source>Made on</source>
            <translation>制作设备</translation>
        </message>
        <message>
            <source>Took</source>
            <translation>用时</translation>
        </message>
        <message>
            <source>Speed</source>
            <translation>速度</translation>
        </message>
        <message>
            <source>Source</source>
            <translation>来源</translation>
        </message>
        <message>
            <source>Notes</source>
            <translation>备注</translation>
        </message>
        <message>
            <source>Model hash</source>
            <translation>模型哈希</translation>
        </message>
        <message>
            <source>Licence of the model</source>
            <translation>模型许可证</translation>
        </message>
        <message>
            <source>Imported</source>
            <translation>导入</translation>
        </message>
        <message>
            <source>Edited</source>
            <translation>编辑所得</translation>
        </message>
    </context>
    <context>
        <name>ReferenceRow</name>
        <message>
            <source>Picture whose look to take</source>
            <translation>要借用其外观的图片</translation>
        </message>
        <message>
            <source>Another place to take the picture from</source>
            <translation>从别处选取图片</translation>
        </message>
        <message>
            <source>IP-Adapter</source>
            <translation>IP-Adapter</translation>
        </message>
        <message>
            <source>Reference {number}</source>
            <translation>参考 {number}</translation>
        </message>
        <message>
            <source>First that fits: {model}</source>
            <translation>第一个适合的：{model}</translation>
        </message>
        <message>
            <source>First that fits</source>
            <translation>第一个适合的</translation>
        </message>
        <message>
            <source>It does not fit {family}.</source>
            <translation>它不适合 {family}。</translation>
        </message>
        <message>
            <source>It is not installed.</source>
            <translation>它没有安装。</translation>
        </message>
        <message>
            <source>{name} needs an image encoder, which is not installed. Import the folder “image_encoder” that its publisher keeps beside it.</source>
            <translation>{name} 需要图像编码器，但还没有安装。请导入发布者放在旁边的“image_encoder”文件夹。</translation>
        </message>
        <message>
            <source>{name} (for {family})</source>
            <translation>{name}（适用于 {family}）</translation>
        </message>
        <message>
            <source>Take this reference away</source>
            <translation>移除这个参考</translation>
        </message>
        <message>
            <source>How much of the picture's look is taken over</source>
            <translation>借用图片外观的程度</translation>
        </message>
    </context>
    <context>
        <name>ReferencesPart</name>
        <message>
            <source>Reference {number}</source>
            <translation>参考 {number}</translation>
        </message>
        <message>
            <source>An IP-Adapter takes the look of pictures over. None is installed: import its safetensors file, and the folder “image_encoder” that its publisher keeps beside it.</source>
            <translation>IP-Adapter 会借用图片的外观。还没有安装：请导入它的 safetensors 文件，以及发布者放在旁边的“image_encoder”文件夹。</translation>
        </message>
        <message>
            <source>None of the installed IP-Adapters fits the chosen model; it needs one for {family}.</source>
            <translation>已安装的 IP-Adapter 都不适合所选模型；它需要适用于 {family} 的。</translation>
        </message>
        <message>
            <source>References</source>
            <translation>参考图片</translation>
        </message>
        <message>
            <source>Add a reference picture</source>
            <translation>添加参考图片</translation>
        </message>
    </context>
    <context>
        <name>ResetRow</name>
        <message>
            <source>Reset</source>
            <translation>重置</translation>
        </message>
    </context>
    <context>
        <name>ResultMode</name>
        <message>
            <source>Picture: plus and minus zoom, 0 fits, the arrow keys move it</source>
            <translation>图片：加减号缩放，0 适合窗口，方向键移动</translation>
        </message>
    </context>
    <context>
        <name>SeePart</name>
        <message>
            <source>Looking</source>
            <translation>看图</translation>
        </message>
        <message>
            <source>One sentence</source>
            <translation>一句话</translation>
        </message>
        <message>
            <source>In detail</source>
            <translation>详细</translation>
        </message>
        <message>
            <source>Less sure findings are left out</source>
            <translation>把握较小的结果会被略去</translation>
        </message>
    </context>
    <context>
        <name>SeedField</name>
        <message>
            <source>Seed is kept: every run makes the same</source>
            <translation>种子已锁定：每次结果相同</translation>
        </message>
        <message>
            <source>Keep this seed</source>
            <translation>锁定此种子</translation>
        </message>
        <message>
            <source>Roll a new seed and keep it</source>
            <translation>随机一个新种子并锁定</translation>
        </message>
    </context>
    <context>
        <name>SelectionBar</name>
        <message>
            <source>Selected: {count}</source>
            <translation>已选：{count}</translation>
        </message>
        <message>
            <source>Remove the star</source>
            <translation>取消星标</translation>
        </message>
        <message>
            <source>Star</source>
            <translation>加星标</translation>
        </message>
        <message>
            <source>Export…</source>
            <translation>导出…</translation>
        </message>
        <message>
            <source>Contact sheet…</source>
            <translation>缩略图总览…</translation>
        </message>
        <message>
            <source>Compare the two</source>
            <translation>比较这两张</translation>
        </message>
        <message>
            <source>Move to the trash</source>
            <translation>移到回收站</translation>
        </message>
        <message>
            <source>Del</source>
            <translation>Del</translation>
        </message>
        <message>
            <source>Restore</source>
            <translation>恢复</translation>
        </message>
        <message>
            <source>Delete for good…</source>
            <translation>永久删除…</translation>
        </message>
        <message>
            <source>Select nothing</source>
            <translation>取消选择</translation>
        </message>
    </context>
    <context>
        <name>SendButton</name>
        <message>
            <source>Send to</source>
            <translation>发送到</translation>
        </message>
        <message>
            <source>Send to another task</source>
            <translation>发送到其他任务</translation>
        </message>
    </context>
    <context>
        <name>SettingValues</name>
        <message>
            <source>Auto</source>
            <translation>自动</translation>
        </message>
        <message>
            <source>none</source>
            <translation>无</translation>
        </message>
        <message>
            <source>Yes</source>
            <translation>是</translation>
        </message>
        <message>
            <source>No</source>
            <translation>否</translation>
        </message>
        <message>
            <source>random</source>
            <translation>随机</translation>
        </message>
        <message>
            <source>Automatic</source>
            <translation>自动</translation>
        </message>
        <message>
            <source>the model's own</source>
            <translation>模型默认</translation>
        </message>
    </context>
    <context>
        <name>ShapePart</name>
        <message>
            <source>Turn</source>
            <translation>旋转</translation>
        </message>
        <message>
            <source>Straighten</source>
            <translation>拉直</translation>
        </message>
        <message>
            <source>Crop and turn</source>
            <translation>裁剪与旋转</translation>
        </message>
        <message>
            <source>Crop in pixels</source>
            <translation>裁剪（像素）</translation>
        </message>
        <message>
            <source>Turn left</source>
            <translation>向左旋转</translation>
        </message>
        <message>
            <source>Turn right</source>
            <translation>向右旋转</translation>
        </message>
        <message>
            <source>Flip left and right</source>
            <translation>左右翻转</translation>
        </message>
        <message>
            <source>Flip top and bottom</source>
            <translation>上下翻转</translation>
        </message>
        <message>
            <source>Degrees; what would be empty at the corners is cut off</source>
            <translation>角度；四角的空白会被裁去</translation>
        </message>
        <message>
            <source>Left</source>
            <translation>左</translation>
        </message>
        <message>
            <source>Left edge of the crop in pixels</source>
            <translation>裁剪框左边（像素）</translation>
        </message>
        <message>
            <source>Top</source>
            <translation>上</translation>
        </message>
        <message>
            <source>Top edge of the crop in pixels</source>
            <translation>裁剪框上边（像素）</translation>
        </message>
        <message>
            <source>Width</source>
            <translation>宽</translation>
        </message>
        <message>
            <source>Width of the crop in pixels</source>
            <translation>裁剪宽度（像素）</translation>
        </message>
        <message>
            <source>Height</source>
            <translation>高</translation>
        </message>
        <message>
            <source>Height of the crop in pixels</source>
            <translation>裁剪高度（像素）</translation>
        </message>
    </context>
    <context>
        <name>SheetDialog</name>
        <message>
            <source>Columns</source>
            <translation>列</translation>
        </message>
        <message>
            <source>Captions</source>
            <translation>图注</translation>
        </message>
        <message>
            <source>Ground</source>
            <translation>底色</translation>
        </message>
        <message>
            <source>Title</source>
            <translation>标题</translation>
        </message>
        <message>
            <source>{count} assets · {width} × {height} pixels</source>
            <translation>{count} 个素材 · {width} × {height} 像素</translation>
        </message>
        <message>
            <source>The contact sheet is in the gallery.</source>
            <translation>缩略图总览已放入图库。</translation>
        </message>
        <message>
            <source>Contact sheet</source>
            <translation>缩略图总览</translation>
        </message>
        <message>
            <source>Auto</source>
            <translation>自动</translation>
        </message>
        <message>
            <source>Prompt</source>
            <translation>提示词</translation>
        </message>
        <message>
            <source>Seed</source>
            <translation>种子</translation>
        </message>
        <message>
            <source>None</source>
            <translation>不跳过</translation>
        </message>
        <message>
            <source>White</source>
            <translation>白色</translation>
        </message>
        <message>
            <source>Dark grey</source>
            <translation>深灰色</translation>
        </message>
        <message>
            <source>At the top; may stay empty</source>
            <translation>显示在顶部，可留空</translation>
        </message>
        <message>
            <source>The sheet: plus and minus zoom, 0 fits, the arrow keys move it</source>
            <translation>缩略图总览：加减号缩放，0 适应视图，方向键移动</translation>
        </message>
        <message>
            <source>Drawing the sheet</source>
            <translation>正在绘制缩略图总览</translation>
        </message>
        <message>
            <source>Fit into the view</source>
            <translation>适应视图</translation>
        </message>
        <message>
            <source>Save into the gallery</source>
            <translation>存入图库</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
    </context>
    <context>
        <name>SidePanel</name>
        <message>
            <source>Gallery or queue</source>
            <translation>图库或队列</translation>
        </message>
        <message>
            <source>Gallery</source>
            <translation>图库</translation>
        </message>
        <message>
            <source>Queue</source>
            <translation>队列</translation>
        </message>
    </context>
    <context>
        <name>SizeField</name>
        <message>
            <source>Model's default</source>
            <translation>模型默认</translation>
        </message>
        <message>
            <source>Square {size}</source>
            <translation>方形 {size}</translation>
        </message>
        <message>
            <source>Landscape {size}</source>
            <translation>横向 {size}</translation>
        </message>
        <message>
            <source>Portrait {size}</source>
            <translation>纵向 {size}</translation>
        </message>
        <message>
            <source>Custom…</source>
            <translation>自定义…</translation>
        </message>
        <message>
            <source>Width in pixels</source>
            <translation>宽度（像素）</translation>
        </message>
        <message>
            <source>Height in pixels</source>
            <translation>高度（像素）</translation>
        </message>
        <message>
            <source>Swap width and height</source>
            <translation>交换宽和高</translation>
        </message>
    </context>
    <context>
        <name>SizePart</name>
        <message>
            <source>Size</source>
            <translation>大小</translation>
        </message>
        <message>
            <source>Ground</source>
            <translation>底色</translation>
        </message>
        <message>
            <source>Size and canvas</source>
            <translation>尺寸与画布</translation>
        </message>
        <message>
            <source>Room around, in pixels</source>
            <translation>四周留白（像素）</translation>
        </message>
        <message>
            <source>Auto</source>
            <translation>自动</translation>
        </message>
        <message>
            <source>Width of the result in pixels</source>
            <translation>结果宽度（像素）</translation>
        </message>
        <message>
            <source>Height of the result in pixels</source>
            <translation>结果高度（像素）</translation>
        </message>
        <message>
            <source>Left</source>
            <translation>左</translation>
        </message>
        <message>
            <source>Pixels to add on the left</source>
            <translation>左侧增加的像素</translation>
        </message>
        <message>
            <source>Right</source>
            <translation>右</translation>
        </message>
        <message>
            <source>Pixels to add on the right</source>
            <translation>右侧增加的像素</translation>
        </message>
        <message>
            <source>Top</source>
            <translation>上</translation>
        </message>
        <message>
            <source>Pixels to add at the top</source>
            <translation>上方增加的像素</translation>
        </message>
        <message>
            <source>Bottom</source>
            <translation>下</translation>
        </message>
        <message>
            <source>Pixels to add at the bottom</source>
            <translation>下方增加的像素</translation>
        </message>
        <message>
            <source>Result: {width} × {height} pixels</source>
            <translation>结果：{width} × {height} 像素</translation>
        </message>
    </context>
    <context>
        <name>Snackbar</name>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
        <message>
            <source>Close this message</source>
            <translation>关闭此消息</translation>
        </message>
    </context>
    <context>
        <name>SourceNeeded</name>
        <message>
            <source>Drop a picture here, paste one, or choose it. It stays as it is; the result is a new one.</source>
            <translation>把图片拖到这里、粘贴或选择一张。原图保持不变，结果是新图片。</translation>
        </message>
        <message>
            <source>{about}. {what_to_do}</source>
            <translation>{about}。{what_to_do}</translation>
        </message>
        <message>
            <source>Choose a picture…</source>
            <translation>选择图片…</translation>
        </message>
    </context>
    <context>
        <name>SpeedPart</name>
        <message>
            <source>Speed and memory</source>
            <translation>速度与内存</translation>
        </message>
        <message>
            <source>Tries two layouts before drawing and keeps what is faster. For graphics cards.</source>
            <translation>绘制前试用两种排布，保留较快的一种。适用于显卡。</translation>
        </message>
        <message>
            <source>Up to twice as fast; fine details may differ. For Flux with more than 8 steps.</source>
            <translation>最多快一倍；细节可能有差异。适用于 8 步以上的 Flux。</translation>
        </message>
        <message>
            <source>A minute once, then faster. Pays for many pictures of one size.</source>
            <translation>首次约需一分钟，之后更快。适合批量生成同一尺寸的图片。</translation>
        </message>
        <message>
            <source>Half of the memory or less; fine details differ.</source>
            <translation>内存减半或更少；细节会有差异。</translation>
        </message>
        <message>
            <source>A quarter of the memory of full precision; a little slower, fine details differ.</source>
            <translation>内存为全精度的四分之一；略慢，细节会有差异。</translation>
        </message>
        <message>
            <source>Only for graphics cards; this machine draws on its processor.</source>
            <translation>仅用于显卡；本机用处理器绘制。</translation>
        </message>
        <message>
            <source>Only for graphics cards; on a processor int8 saves as much.</source>
            <translation>仅用于显卡；在处理器上用 int8 同样节省内存。</translation>
        </message>
        <message>
            <source>On a processor it needs a C++ compiler, and none was found.</source>
            <translation>在处理器上需要 C++ 编译器，本机没有找到。</translation>
        </message>
    </context>
    <context>
        <name>Stage</name>
        <message>
            <source>Source: {name}</source>
            <translation>原图：{name}</translation>
        </message>
        <message>
            <source>View</source>
            <translation>视图</translation>
        </message>
        <message>
            <source>Takes</source>
            <translation>候选</translation>
        </message>
        <message>
            <source>Make another take</source>
            <translation>再生成一个候选</translation>
        </message>
        <message>
            <source>Regenerate</source>
            <translation>重新生成</translation>
        </message>
        <message>
            <source>Use as input</source>
            <translation>用作输入</translation>
        </message>
        <message>
            <source>Trace to SVG</source>
            <translation>描摹为 SVG</translation>
        </message>
        <message>
            <source>Trace</source>
            <translation>描摹</translation>
        </message>
        <message>
            <source>Describe: put what is in the picture into the prompt</source>
            <translation>描述：把图片内容写入提示词</translation>
        </message>
        <message>
            <source>Describe</source>
            <translation>描述</translation>
        </message>
        <message>
            <source>Compare</source>
            <translation>比较</translation>
        </message>
        <message>
            <source>Compare two takes: those selected, or this one and the one before</source>
            <translation>比较两张图：所选的两张，或当前这张与前一张</translation>
        </message>
    </context>
    <context>
        <name>Studio</name>
        <message>
            <source>Opening the project…</source>
            <translation>正在打开项目…</translation>
        </message>
    </context>
    <context>
        <name>StyleDialog</name>
        <message>
            <source>{prompt} stands for what is typed; without it the words go behind.</source>
            <translation>{prompt} 代表输入的内容；没有它时文字附加在后面。</translation>
        </message>
        <message>
            <source>Words</source>
            <translation>文字</translation>
        </message>
    </context>
    <context>
        <name>StylePicker</name>
        <message>
            <source>{name} (missing)</source>
            <translation>{name}（缺失）</translation>
        </message>
        <message>
            <source>Take the style away: {name}</source>
            <translation>移除风格：{name}</translation>
        </message>
        <message>
            <source>Painting</source>
            <translation>绘画</translation>
        </message>
        <message>
            <source>Drawing</source>
            <translation>素描</translation>
        </message>
        <message>
            <source>Print</source>
            <translation>版画</translation>
        </message>
        <message>
            <source>Illustration</source>
            <translation>插画</translation>
        </message>
        <message>
            <source>3D</source>
            <translation>3D</translation>
        </message>
        <message>
            <source>Photograph</source>
            <translation>照片</translation>
        </message>
        <message>
            <source>Search styles</source>
            <translation>搜索风格</translation>
        </message>
        <message>
            <source>Styles</source>
            <translation>风格</translation>
        </message>
    </context>
    <context>
        <name>StylesPart</name>
        <message>
            <source>… and {count} more files</source>
            <translation>… 还有 {count} 个文件</translation>
        </message>
        <message>
            <source>Edit the style</source>
            <translation>编辑风格</translation>
        </message>
        <message>
            <source>New style</source>
            <translation>新风格</translation>
        </message>
        <message>
            <source>“{name}” is saved.</source>
            <translation>已保存“{name}”。</translation>
        </message>
        <message>
            <source>“{name}” comes with the studio and stays.</source>
            <translation>“{name}”随工作室提供，会一直保留。</translation>
        </message>
        <message>
            <source>“{name}” is deleted.</source>
            <translation>已删除“{name}”。</translation>
        </message>
        <message>
            <source>Styles: {names}</source>
            <translation>风格：{names}</translation>
        </message>
        <message>
            <source>Presets: {names}</source>
            <translation>预设：{names}</translation>
        </message>
        <message>
            <source>Negative prompts: {names}</source>
            <translation>反向提示词：{names}</translation>
        </message>
        <message>
            <source>Lists of words: {names}</source>
            <translation>词表：{names}</translation>
        </message>
        <message>
            <source>Styles and presets</source>
            <translation>风格和预设</translation>
        </message>
        <message>
            <source>New style…</source>
            <translation>新建风格…</translation>
        </message>
        <message>
            <source>Import…</source>
            <translation>导入…</translation>
        </message>
        <message>
            <source>Styles, presets and lists of words: .json, styles.csv, .txt</source>
            <translation>风格、预设和词表：.json、styles.csv、.txt</translation>
        </message>
        <message>
            <source>Open the folder of your styles</source>
            <translation>打开风格文件夹</translation>
        </message>
    </context>
    <context>
        <name>TabPage</name>
        <message>
            <source>Settings taken over; changed: {names}.</source>
            <translation>已使用这些设置；有变化的：{names}。</translation>
        </message>
        <message>
            <source>These settings are the same as before.</source>
            <translation>这些设置与之前相同。</translation>
        </message>
        <message>
            <source>Left out, because it is missing: {names}.</source>
            <translation>因缺失而略去：{names}。</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
        <message>
            <source>Show changes…</source>
            <translation>查看变化…</translation>
        </message>
        <message>
            <source>Everything is as you left it, but these files are not there any more: {names}.</source>
            <translation>已恢复到上次关闭时的样子，但以下文件已不存在：{names}。</translation>
        </message>
        <message>
            <source>The settings are as they were before.</source>
            <translation>设置已恢复原样。</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>设置</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>停止</translation>
        </message>
        <message>
            <source>Stop (Esc)</source>
            <translation>停止（Esc）</translation>
        </message>
        <message>
            <source>Generate</source>
            <translation>生成</translation>
        </message>
        <message>
            <source>{action} (queue)</source>
            <translation>{action}（排队）</translation>
        </message>
        <message>
            <source>{action} (Ctrl+Enter)</source>
            <translation>{action}（Ctrl+Enter）</translation>
        </message>
    </context>
    <context>
        <name>TakeMenu</name>
        <message>
            <source>What to do with the take</source>
            <translation>对这一张可以做什么</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Export…</source>
            <translation>导出…</translation>
        </message>
        <message>
            <source>Remove the star</source>
            <translation>取消星标</translation>
        </message>
        <message>
            <source>Star</source>
            <translation>加星标</translation>
        </message>
        <message>
            <source>Move to the trash</source>
            <translation>移到回收站</translation>
        </message>
        <message>
            <source>Show in the gallery</source>
            <translation>在图库中显示</translation>
        </message>
        <message>
            <source>Show in folder</source>
            <translation>在文件夹中显示</translation>
        </message>
        <message>
            <source>Use as input picture</source>
            <translation>用作输入图片</translation>
        </message>
    </context>
    <context>
        <name>TakeStatePage</name>
        <message>
            <source>It is made after the take before it.</source>
            <translation>等前一张完成后再生成。</translation>
        </message>
        <message>
            <source>Next in the queue.</source>
            <translation>下一个就是它。</translation>
        </message>
        <message>
            <source>In the queue before it: {count}</source>
            <translation>前面还有 {count} 个任务</translation>
        </message>
    </context>
    <context>
        <name>TakeoverDialog</name>
        <message>
            <source>Apply: {count}</source>
            <translation>应用：{count}</translation>
        </message>
        <message>
            <source>Apply: {count} · left out: {left}</source>
            <translation>应用：{count} · 略去：{left}</translation>
        </message>
        <message>
            <source>Choose a picture</source>
            <translation>选择图片</translation>
        </message>
        <message>
            <source>Locate “{name}”</source>
            <translation>查找“{name}”</translation>
        </message>
        <message>
            <source>Take settings</source>
            <translation>使用设置</translation>
        </message>
        <message>
            <source>Settings of {name}</source>
            <translation>{name} 的设置</translation>
        </message>
        <message>
            <source>Made with {program}</source>
            <translation>由 {program} 生成</translation>
        </message>
        <message>
            <source>Missing here: left out</source>
            <translation>此处缺失，不会应用</translation>
        </message>
        <message>
            <source>What changes: now and then</source>
            <translation>变化：现在与原来</translation>
        </message>
        <message>
            <source>Everything else is the same as in the tab.</source>
            <translation>其余都与标签页中相同。</translation>
        </message>
        <message>
            <source>The same in both ({count})</source>
            <translation>两边相同（{count}）</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>The picture whose settings these are</source>
            <translation>这些设置所属的图片</translation>
        </message>
        <message>
            <source>Model files</source>
            <translation>模型文件</translation>
        </message>
        <message>
            <source>Pictures</source>
            <translation>图片</translation>
        </message>
    </context>
    <context>
        <name>TakeoverRow</name>
        <message>
            <source>missing</source>
            <translation>缺失</translation>
        </message>
        <message>
            <source>removed</source>
            <translation>移除</translation>
        </message>
        <message>
            <source>The same file, told by its hash.</source>
            <translation>同一文件（由哈希值确认）。</translation>
        </message>
        <message>
            <source>Installed under this name, but not the same file.</source>
            <translation>已安装同名模型，但不是同一文件。</translation>
        </message>
        <message>
            <source>Choose another</source>
            <translation>另选一个</translation>
        </message>
        <message>
            <source>Picture: {role}</source>
            <translation>图片：{role}</translation>
        </message>
        <message>
            <source>empty</source>
            <translation>空</translation>
        </message>
        <message>
            <source>{setting}: from {now} to {then}</source>
            <translation>{setting}：从 {now} 改为 {then}</translation>
        </message>
        <message>
            <source>Choose a picture…</source>
            <translation>选择图片…</translation>
        </message>
        <message>
            <source>Locate…</source>
            <translation>查找…</translation>
        </message>
        <message>
            <source>Left out until something is chosen for it</source>
            <translation>为它选好替代之前不会应用</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>大小</translation>
        </message>
        <message>
            <source>It was made for {family}; the model is of another family.</source>
            <translation>它适用于 {family}；所选模型属于另一系列。</translation>
        </message>
        <message>
            <source>The file does not hold the picture that it was made with.</source>
            <translation>文件中不含生成时所用的图片。</translation>
        </message>
        <message>
            <source>{kind} “{name}” is not installed.</source>
            <translation>未安装 {kind}“{name}”。</translation>
        </message>
        <message>
            <source>Found by its name “{name}”.</source>
            <translation>按名称“{name}”找到。</translation>
        </message>
        <message>
            <source>Install · {size}</source>
            <translation>安装 · {size}</translation>
        </message>
        <message>
            <source>It was made with {name}, which is not here.</source>
            <translation>它由 {name} 生成，此处没有该模型。</translation>
        </message>
        <message>
            <source>{model} (made for {family})</source>
            <translation>{model}（适用于 {family}）</translation>
        </message>
    </context>
    <context>
        <name>TakingPresenter</name>
        <message>
            <source>This file has no recipe; its settings are not known.</source>
            <translation>此文件没有配方，无法得知它的设置。</translation>
        </message>
        <message>
            <source>The text</source>
            <translation>文字</translation>
        </message>
    </context>
    <context>
        <name>TaskPicker</name>
        <message>
            <source>Kind of task</source>
            <translation>任务类别</translation>
        </message>
    </context>
    <context>
        <name>TextResult</name>
        <message>
            <source>Nothing was found with that much confidence.</source>
            <translation>没有达到该置信度的结果。</translation>
        </message>
        <message>
            <source>Copied.</source>
            <translation>已复制。</translation>
        </message>
        <message>
            <source>The picture that was looked at, with the objects found in it</source>
            <translation>所看的图片及其中找到的物体</translation>
        </message>
        <message>
            <source>What was said of the picture</source>
            <translation>对图片的描述</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Use as prompt</source>
            <translation>用作提示词</translation>
        </message>
    </context>
    <context>
        <name>TextTab</name>
        <message>
            <source>{count} characters</source>
            <translation>{count} 个字符</translation>
        </message>
        <message>
            <source>Copied.</source>
            <translation>已复制。</translation>
        </message>
        <message>
            <source>Prompt</source>
            <translation>提示词</translation>
        </message>
        <message>
            <source>What would you like to read? For example a slogan, a brief, a list…</source>
            <translation>想要什么文字？例如广告语、简报、清单…</translation>
        </message>
        <message>
            <source>Optional: role, tone, rules</source>
            <translation>可选：角色、语气、规则</translation>
        </message>
        <message>
            <source>Conversation</source>
            <translation>对话</translation>
        </message>
        <message>
            <source>Send</source>
            <translation>发送</translation>
        </message>
        <message>
            <source>Message</source>
            <translation>消息</translation>
        </message>
        <message>
            <source>What would you like to talk about?</source>
            <translation>想聊些什么？</translation>
        </message>
        <message>
            <source>Begin a conversation</source>
            <translation>开始对话</translation>
        </message>
        <message>
            <source>Write a message on the left. The model answers and remembers what was said.</source>
            <translation>在左侧写下消息，模型会回复，并记住之前说过的内容。</translation>
        </message>
        <message>
            <source>What makes a good name for a bakery?</source>
            <translation>什么样的面包店名字才算好？</translation>
        </message>
        <message>
            <source>Help me to find the tone for a museum's website</source>
            <translation>帮我为一家博物馆的网站找到合适的语气</translation>
        </message>
        <message>
            <source>Write something</source>
            <translation>写点什么</translation>
        </message>
        <message>
            <source>Describe the text you need on the left, or start from one of these.</source>
            <translation>在左侧描述需要的文字，或从下面的例子开始。</translation>
        </message>
        <message>
            <source>Five short slogans for a neighbourhood bakery that opens at six</source>
            <translation>为一家早上六点开门的社区面包店写五句简短的广告语</translation>
        </message>
        <message>
            <source>A product description for a folding desk lamp made of recycled aluminium</source>
            <translation>为一款再生铝折叠台灯写一段产品介绍</translation>
        </message>
        <message>
            <source>Describe a calm mountain lake at dawn in three sentences</source>
            <translation>用三句话描写黎明时分宁静的山间湖泊</translation>
        </message>
        <message>
            <source>Regenerate</source>
            <translation>重新生成</translation>
        </message>
        <message>
            <source>You</source>
            <translation>你</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Edited</source>
            <translation>已编辑</translation>
        </message>
        <message>
            <source>New conversation</source>
            <translation>新对话</translation>
        </message>
        <message>
            <source>Continue</source>
            <translation>继续</translation>
        </message>
        <message>
            <source>To image</source>
            <translation>发到图片</translation>
        </message>
        <message>
            <source>To audio</source>
            <translation>发到声音</translation>
        </message>
        <message>
            <source>Save as new</source>
            <translation>另存为新素材</translation>
        </message>
        <message>
            <source>Discard</source>
            <translation>放弃修改</translation>
        </message>
        <message>
            <source>Make another take that goes on from this text</source>
            <translation>接着这段文本写下去，生成一个新候选</translation>
        </message>
        <message>
            <source>Make another take (Ctrl+R)</source>
            <translation>再生成一个候选（Ctrl+R）</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Edit this text; saving makes a new asset</source>
            <translation>编辑这段文字；保存后会成为新素材</translation>
        </message>
        <message>
            <source>Use this text as the prompt of the image tab</source>
            <translation>把这段文字用作图片标签页的提示词</translation>
        </message>
        <message>
            <source>Speak this text in the audio tab</source>
            <translation>在声音标签页中朗读这段文字</translation>
        </message>
        <message>
            <source>Previous take</source>
            <translation>上一个候选</translation>
        </message>
        <message>
            <source>Next take</source>
            <translation>下一个候选</translation>
        </message>
        <message>
            <source>Text of the take</source>
            <translation>候选的文字</translation>
        </message>
    </context>
    <context>
        <name>TextTabPresenter</name>
        <message>
            <source>Wait for the answer, or stop it.</source>
            <translation>请等待回复完成，或先停止它。</translation>
        </message>
        <message>
            <source>Saved as a new text; the one before stays as it was.</source>
            <translation>已另存为新文本，原文本保持不变。</translation>
        </message>
    </context>
    <context>
        <name>TilePart</name>
        <message>
            <source>Repeats</source>
            <translation>重复方向</translation>
        </message>
        <message>
            <source>Blend</source>
            <translation>融合</translation>
        </message>
        <message>
            <source>Even light</source>
            <translation>均匀光照</translation>
        </message>
        <message>
            <source>Seamless tile</source>
            <translation>无缝平铺</translation>
        </message>
        <message>
            <source>In both directions</source>
            <translation>横向和纵向</translation>
        </message>
        <message>
            <source>From left to right</source>
            <translation>横向</translation>
        </message>
        <message>
            <source>From top to bottom</source>
            <translation>纵向</translation>
        </message>
        <message>
            <source>Share of the picture's side over which its edges are joined</source>
            <translation>边缘拼接处占图片边长的比例</translation>
        </message>
        <message>
            <source>Takes out large bright and dark areas, which show as a pattern when repeated</source>
            <translation>消除大片明暗差异，避免重复时显出图案</translation>
        </message>
    </context>
    <context>
        <name>TiledMode</name>
        <message>
            <source>The picture beside itself: plus and minus zoom, 0 fits, the arrow keys move it</source>
            <translation>平铺预览：加减号缩放，0 适合窗口，方向键移动</translation>
        </message>
    </context>
    <context>
        <name>TonePart</name>
        <message>
            <source>Exposure</source>
            <translation>曝光</translation>
        </message>
        <message>
            <source>Contrast</source>
            <translation>对比度</translation>
        </message>
        <message>
            <source>Highlights</source>
            <translation>高光</translation>
        </message>
        <message>
            <source>Shadows</source>
            <translation>阴影</translation>
        </message>
        <message>
            <source>Saturation</source>
            <translation>饱和度</translation>
        </message>
        <message>
            <source>Warmth</source>
            <translation>色温</translation>
        </message>
        <message>
            <source>Black point</source>
            <translation>黑点</translation>
        </message>
        <message>
            <source>White point</source>
            <translation>白点</translation>
        </message>
        <message>
            <source>Midtones</source>
            <translation>中间调</translation>
        </message>
        <message>
            <source>Light and colour</source>
            <translation>光线与颜色</translation>
        </message>
        <message>
            <source>In stops: one more is twice the light</source>
            <translation>以档为单位：每加一档，亮度加倍</translation>
        </message>
        <message>
            <source>Above 1 brightens what lies between black and white</source>
            <translation>大于 1 时提亮黑白之间的色调</translation>
        </message>
    </context>
    <context>
        <name>ToolStrip</name>
        <message>
            <source>Brush: paint what is to be drawn anew</source>
            <translation>画笔：涂抹要重画的部分</translation>
        </message>
        <message>
            <source>Eraser</source>
            <translation>橡皮擦</translation>
        </message>
        <message>
            <source>Lasso: draw around an area</source>
            <translation>套索：圈出一块区域</translation>
        </message>
        <message>
            <source>Polygon: click its corners, Enter closes it</source>
            <translation>多边形：点击各角，按 Enter 闭合</translation>
        </message>
        <message>
            <source>Rectangle</source>
            <translation>矩形</translation>
        </message>
        <message>
            <source>Fill an enclosed area</source>
            <translation>填充封闭区域</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
        <message>
            <source>Redo</source>
            <translation>重做</translation>
        </message>
        <message>
            <source>Invert what is painted</source>
            <translation>反转涂抹区域</translation>
        </message>
        <message>
            <source>Clear the mask</source>
            <translation>清空蒙版</translation>
        </message>
        <message>
            <source>Hide the mask</source>
            <translation>隐藏蒙版</translation>
        </message>
        <message>
            <source>Show the mask</source>
            <translation>显示蒙版</translation>
        </message>
    </context>
    <context>
        <name>TraceMode</name>
        <message>
            <source>Paths: {count}</source>
            <translation>路径：{count}</translation>
        </message>
        <message>
            <source>tracing…</source>
            <translation>正在描摹…</translation>
        </message>
        <message>
            <source>Preview of the trace: plus and minus zoom, 0 fits, the arrow keys move it</source>
            <translation>描摹预览：加减号缩放，0 适合窗口，方向键移动</translation>
        </message>
    </context>
    <context>
        <name>TracePart</name>
        <message>
            <source>Tracing</source>
            <translation>描摹</translation>
        </message>
        <message>
            <source>Colour</source>
            <translation>彩色</translation>
        </message>
        <message>
            <source>Black and white</source>
            <translation>黑白</translation>
        </message>
        <message>
            <source>Curves</source>
            <translation>曲线</translation>
        </message>
        <message>
            <source>Polygons</source>
            <translation>多边形</translation>
        </message>
        <message>
            <source>Pixels</source>
            <translation>像素</translation>
        </message>
        <message>
            <source>How finely colours are told apart: more keeps more of them</source>
            <translation>区分颜色的细致程度：越大保留颜色越多</translation>
        </message>
        <message>
            <source>How different a colour must be to get a shape of its own: more gives fewer shapes</source>
            <translation>颜色差多少才单独成形：越大形状越少</translation>
        </message>
        <message>
            <source>Spots of fewer pixels than this square are left out</source>
            <translation>小于此边长平方的斑点会被略去</translation>
        </message>
        <message>
            <source>The angle from which a bend is a corner: more rounds more of them</source>
            <translation>弯折超过此角度算作拐角：越大圆滑的越多</translation>
        </message>
        <message>
            <source>How long the pieces of a curve are at least: more is smoother</source>
            <translation>曲线段的最小长度：越大越平滑</translation>
        </message>
        <message>
            <source>Shapes lie on one another, without seams. Off: each is cut out of those behind it</source>
            <translation>形状层层叠放，没有接缝。关闭时：每个形状从后面的形状中挖去</translation>
        </message>
    </context>
    <context>
        <name>UndoLine</name>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
    </context>
    <context>
        <name>VariationPart</name>
        <message>
            <source>Strength</source>
            <translation>强度</translation>
        </message>
        <message>
            <source>Second seed</source>
            <translation>第二种子</translation>
        </message>
        <message>
            <source>Variation</source>
            <translation>变体</translation>
        </message>
        <message>
            <source>Stays close to the picture of the kept seed: 0 changes nothing, 1 is the second seed's picture.</source>
            <translation>与固定种子的图片保持接近：0 不变，1 即第二种子的图片。</translation>
        </message>
        <message>
            <source>by chance</source>
            <translation>随机</translation>
        </message>
        <message>
            <source>Keep the first seed</source>
            <translation>固定第一个种子</translation>
        </message>
        <message>
            <source>Without it every run varies another picture.</source>
            <translation>不固定的话，每次运行变化的都是另一张图片。</translation>
        </message>
    </context>
    <context>
        <name>VaryButton</name>
        <message>
            <source>Vary</source>
            <translation>变体</translation>
        </message>
        <message>
            <source>Vary: pictures close to this one, with its seed</source>
            <translation>变体：用同一种子生成与此相近的图片</translation>
        </message>
    </context>
    <context>
        <name>Voices</name>
        <message>
            <source>female</source>
            <translation>女声</translation>
        </message>
        <message>
            <source>male</source>
            <translation>男声</translation>
        </message>
        <message>
            <source>{voice} ({language}, {gender})</source>
            <translation>{voice}（{language}{gender}）</translation>
        </message>
        <message>
            <source>American English</source>
            <translation>美式英语</translation>
        </message>
        <message>
            <source>British English</source>
            <translation>英式英语</translation>
        </message>
    </context>
    <context>
        <name>WordChips</name>
        <message>
            <source>Put “{word}” into the prompt, or take it out</source>
            <translation>把“{word}”放进提示词，或从中去掉</translation>
        </message>
        <message>
            <source>“{word}” in the prompt</source>
            <translation>提示词中的“{word}”</translation>
        </message>
    </context>
    <context>
        <name>ZoomButtons</name>
        <message>
            <source>Zoom out</source>
            <translation>缩小</translation>
        </message>
        <message>
            <source>Zoom in</source>
            <translation>放大</translation>
        </message>
        <message>
            <source>Fit into the window</source>
            <translation>适合窗口</translation>
        </message>
        <message>
            <source>Show at actual size</source>
            <translation>按实际大小显示</translation>
        </message>
    </context>
    <context>
        <name>additions</name>
        <message>
            <source>LoRA</source>
            <translation>LoRA</translation>
        </message>
        <message>
            <source>ControlNet</source>
            <translation>ControlNet</translation>
        </message>
        <message>
            <source>T2I-Adapter</source>
            <translation>T2I-Adapter</translation>
        </message>
        <message>
            <source>IP-Adapter</source>
            <translation>IP-Adapter</translation>
        </message>
        <message>
            <source>Textual inversion</source>
            <translation>文本反演</translation>
        </message>
        <message>
            <source>VAE</source>
            <translation>VAE</translation>
        </message>
        <message>
            <source>Image encoder</source>
            <translation>图像编码器</translation>
        </message>
        <message>
            <source>Depth estimation</source>
            <translation>深度估计</translation>
        </message>
        <message>
            <source>Canny edges</source>
            <translation>Canny 边缘</translation>
        </message>
        <message>
            <source>Depth</source>
            <translation>深度</translation>
        </message>
        <message>
            <source>Pose</source>
            <translation>姿态</translation>
        </message>
        <message>
            <source>Scribble</source>
            <translation>涂鸦</translation>
        </message>
        <message>
            <source>Line art</source>
            <translation>线稿</translation>
        </message>
        <message>
            <source>Soft edges</source>
            <translation>柔和边缘</translation>
        </message>
        <message>
            <source>Straight lines</source>
            <translation>直线</translation>
        </message>
        <message>
            <source>Normals</source>
            <translation>法线</translation>
        </message>
        <message>
            <source>Segmentation</source>
            <translation>语义分割</translation>
        </message>
        <message>
            <source>Tile</source>
            <translation>Tile</translation>
        </message>
        <message>
            <source>Blur</source>
            <translation>模糊</translation>
        </message>
        <message>
            <source>Grey values</source>
            <translation>灰度</translation>
        </message>
        <message>
            <source>Colours</source>
            <translation>颜色</translation>
        </message>
        <message>
            <source>Inpaint</source>
            <translation>局部重绘</translation>
        </message>
        <message>
            <source>Shuffle</source>
            <translation>重组</translation>
        </message>
        <message>
            <source>Brightness</source>
            <translation>亮度</translation>
        </message>
        <message>
            <source>QR code</source>
            <translation>二维码</translation>
        </message>
        <message>
            <source>Several kinds (union)</source>
            <translation>多种（union）</translation>
        </message>
        <message>
            <source>None: it is a map already</source>
            <translation>无：它已是控制图</translation>
        </message>
        <message>
            <source>Line drawing</source>
            <translation>线条画</translation>
        </message>
        <message>
            <source>Blur (for tile)</source>
            <translation>模糊（用于 tile）</translation>
        </message>
        <message>
            <source>Colour blocks</source>
            <translation>色块</translation>
        </message>
        <message>
            <source>Invert</source>
            <translation>反相</translation>
        </message>
        <message>
            <source>Not known</source>
            <translation>未知</translation>
        </message>
    </context>
    <context>
        <name>catalogue</name>
        <message>
            <source>Chat, summaries, translation, Chinese and English, JSON. The standard text model; downloaded in 22 parts.</source>
            <translation>对话、摘要、翻译，中英文，JSON。标准文字模型，分 22 个部分下载。</translation>
        </message>
        <message>
            <source>standard</source>
            <translation>标准</translation>
        </message>
        <message>
            <source>Fluent English at draft quality: quick, small, and it invents facts.</source>
            <translation>流畅的英文草稿：快速、小巧，但会编造事实。</translation>
        </message>
        <message>
            <source>draft</source>
            <translation>草稿</translation>
        </message>
        <message>
            <source>Makes pictures two, three or four times larger in moments; best for drawings, icons and clean pictures.</source>
            <translation>片刻之间把图片放大二、三或四倍；最适合绘画、图标和干净的图片。</translation>
        </message>
        <message>
            <source>Makes photographs four times larger. Slow, best.</source>
            <translation>把照片放大四倍。较慢，质量最好。</translation>
        </message>
        <message>
            <source>26 built-in styles, or any picture as the style. The origin of some styles is not documented by their publisher.</source>
            <translation>内置 26 种风格，也可用任意图片作为风格。部分风格的来源发布者未作说明。</translation>
        </message>
        <message>
            <source>Cuts people out of photos in a moment. It knows nothing but people.</source>
            <translation>瞬间从照片中抠出人物。只认识人。</translation>
        </message>
        <message>
            <source>Cuts out whatever stands out: people, animals, things. The network is under the Apache licence; the package that brings it says AGPL-3.0. It is downloaded with npm.</source>
            <translation>抠出画面主体：人、动物、物体。网络采用 Apache 许可；提供它的软件包标注为 AGPL-3.0。通过 npm 下载。</translation>
        </message>
        <message>
            <source>high</source>
            <translation>高</translation>
        </message>
        <message>
            <source>Clear American English, many times faster than real time.</source>
            <translation>清晰的美式英语，比实时快许多倍。</translation>
        </message>
        <message>
            <source>Speaks Chinese, French, Spanish and English with five voices.</source>
            <translation>用五种声音朗读中文、法语、西班牙语和英语。</translation>
        </message>
        <message>
            <source>Writes down speech in about 100 languages.</source>
            <translation>把约一百种语言的语音写成文字。</translation>
        </message>
        <message>
            <source>Takes noise out of speech, at 48 kHz.</source>
            <translation>去除语音中的噪声，48 kHz。</translation>
        </message>
        <message>
            <source>Draws icons, stickers and emoji-like drafts from a few words; no photographs.</source>
            <translation>用几个词画出图标、贴纸和表情风格的草稿；不能画照片。</translation>
        </message>
        <message>
            <source>Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF, by the Qwen team of Alibaba Cloud</source>
            <translation>Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF，阿里云通义千问团队</translation>
        </message>
        <message>
            <source>xuebinqin/DIS, as packed by IMG.LY</source>
            <translation>xuebinqin/DIS，由 IMG.LY 打包</translation>
        </message>
        <message>
            <source>Apache-2.0; package AGPL-3.0</source>
            <translation>Apache-2.0；软件包 AGPL-3.0</translation>
        </message>
        <message>
            <source>MMWilliams/hibari, distilled from hexgrad/Kokoro-82M</source>
            <translation>MMWilliams/hibari，由 hexgrad/Kokoro-82M 蒸馏</translation>
        </message>
        <message>
            <source>hexgrad/Kokoro-82M; int8 ONNX export by thewh1teagle/kokoro-onnx (MIT)</source>
            <translation>hexgrad/Kokoro-82M；int8 ONNX 版本来自 thewh1teagle/kokoro-onnx（MIT）</translation>
        </message>
        <message>
            <source>openai/whisper base; CTranslate2 conversion by Systran/faster-whisper-base; voice activity by snakers4/silero-vad (MIT)</source>
            <translation>openai/whisper base；CTranslate2 版本来自 Systran/faster-whisper-base；语音活动检测来自 snakers4/silero-vad（MIT）</translation>
        </message>
        <message>
            <source>MIT OR Apache-2.0</source>
            <translation>MIT 或 Apache-2.0</translation>
        </message>
        <message>
            <source>Trained for AIGC Studio on openly licensed pictures (NOTICE.md); text encoder sentence-transformers/all-MiniLM-L6-v2</source>
            <translation>为 AIGC Studio 训练，使用开放许可的图片（NOTICE.md）；文本编码器 sentence-transformers/all-MiniLM-L6-v2</translation>
        </message>
        <message>
            <source>Warm pastel</source>
            <translation>暖色粉彩</translation>
        </message>
        <message>
            <source>Yellow and ink</source>
            <translation>黄与墨</translation>
        </message>
        <message>
            <source>Dark marble</source>
            <translation>深色大理石</translation>
        </message>
        <message>
            <source>Bold mosaic</source>
            <translation>粗犷马赛克</translation>
        </message>
        <message>
            <source>Crimson pastel</source>
            <translation>绯红粉彩</translation>
        </message>
        <message>
            <source>Autumn oils</source>
            <translation>秋日油画</translation>
        </message>
        <message>
            <source>Indigo dots</source>
            <translation>靛蓝点彩</translation>
        </message>
        <message>
            <source>Midnight gold</source>
            <translation>午夜鎏金</translation>
        </message>
        <message>
            <source>Bright watercolour</source>
            <translation>明快水彩</translation>
        </message>
        <message>
            <source>Leopard weave</source>
            <translation>豹纹编织</translation>
        </message>
        <message>
            <source>Rust</source>
            <translation>锈色</translation>
        </message>
        <message>
            <source>Parchment</source>
            <translation>羊皮纸</translation>
        </message>
        <message>
            <source>Lavender mist</source>
            <translation>薰衣草薄雾</translation>
        </message>
        <message>
            <source>Lime stained glass</source>
            <translation>青柠彩窗</translation>
        </message>
        <message>
            <source>Pale ice</source>
            <translation>淡冰</translation>
        </message>
        <message>
            <source>Fine-line mosaic</source>
            <translation>细线马赛克</translation>
        </message>
        <message>
            <source>Blue crayon</source>
            <translation>蓝色蜡笔</translation>
        </message>
        <message>
            <source>Red lattice</source>
            <translation>红色格纹</translation>
        </message>
        <message>
            <source>Woodcut sand</source>
            <translation>沙色木刻</translation>
        </message>
        <message>
            <source>Starry blue</source>
            <translation>星空蓝</translation>
        </message>
        <message>
            <source>Deep red</source>
            <translation>深红</translation>
        </message>
        <message>
            <source>Pop collage</source>
            <translation>波普拼贴</translation>
        </message>
        <message>
            <source>Grey cubism</source>
            <translation>灰调立体派</translation>
        </message>
        <message>
            <source>Soft moonlight</source>
            <translation>柔和月光</translation>
        </message>
        <message>
            <source>Ink wash</source>
            <translation>水墨</translation>
        </message>
        <message>
            <source>Knotted blue</source>
            <translation>蓝色结纹</translation>
        </message>
        <message>
            <source>Built-in icon model</source>
            <translation>内置图标模型</translation>
        </message>
        <message>
            <source>Studio tools</source>
            <translation>内置工具</translation>
        </message>
        <message>
            <source>Hibari, English voice</source>
            <translation>Hibari 英语语音</translation>
        </message>
        <message>
            <source>Style transfer lite</source>
            <translation>轻量风格迁移</translation>
        </message>
        <message>
            <source>MediaPipe selfie segmentation</source>
            <translation>MediaPipe 人像分割</translation>
        </message>
    </context>
    <context>
        <name>errors</name>
        <message>
            <source>The prompt is empty.</source>
            <translation>提示词为空。</translation>
        </message>
        <message>
            <source>Write what you would like to get, then try again.</source>
            <translation>写下想要的内容，然后再试一次。</translation>
        </message>
        <message>
            <source>The prompt has {length} characters; at most {limit} can be used.</source>
            <translation>提示词有 {length} 个字符，最多可用 {limit} 个。</translation>
        </message>
        <message>
            <source>Shorten it, or split it into several.</source>
            <translation>请缩短，或拆成几段。</translation>
        </message>
        <message>
            <source>The prompt needs {tokens} tokens; {model} takes at most {limit}.</source>
            <translation>提示词需要 {tokens} 个词元，{model} 最多接受 {limit} 个。</translation>
        </message>
        <message>
            <source>Shorten the prompt, or choose a model with a longer context.</source>
            <translation>请缩短提示词，或选择上下文更长的模型。</translation>
        </message>
        <message>
            <source>The “{{” at character {place} of the prompt is never closed.</source>
            <translation>提示词第 {place} 个字符处的“{{”没有闭合。</translation>
        </message>
        <message>
            <source>Close it with “}}”, or write “\{{” for a brace that is meant.</source>
            <translation>请用“}}”闭合；如需括号本身，请写“\{{”。</translation>
        </message>
        <message>
            <source>The “}}” at character {place} of the prompt closes nothing.</source>
            <translation>提示词第 {place} 个字符处的“}}”没有对应的开头。</translation>
        </message>
        <message>
            <source>Take it away, or write “\}}” for a brace that is meant.</source>
            <translation>请删除；如需括号本身，请写“\}}”。</translation>
        </message>
        <message>
            <source>The prompt's alternatives are nested more than {limit} deep.</source>
            <translation>提示词的备选嵌套超过 {limit} 层。</translation>
        </message>
        <message>
            <source>Make it simpler.</source>
            <translation>请简化。</translation>
        </message>
        <message>
            <source>The prompt's wildcards and alternatives take more than {limit} choices.</source>
            <translation>提示词的通配符和备选需要超过 {limit} 次选择。</translation>
        </message>
        <message>
            <source>There is no wildcard “{name}”.</source>
            <translation>没有通配符“{name}”。</translation>
        </message>
        <message>
            <source>Add its file, or choose one of: {known}.</source>
            <translation>请添加它的文件，或从中选择：{known}。</translation>
        </message>
        <message>
            <source>The wildcard “{name}” has no entries.</source>
            <translation>通配符“{name}”没有条目。</translation>
        </message>
        <message>
            <source>Write some into its file, one a line.</source>
            <translation>请在文件中写入条目，每行一个。</translation>
        </message>
        <message>
            <source>The wildcard “{name}” leads back to itself, or too deep.</source>
            <translation>通配符“{name}”循环引用或嵌套过深。</translation>
        </message>
        <message>
            <source>Take the reference out of its file.</source>
            <translation>请从文件中删去该引用。</translation>
        </message>
        <message>
            <source>An entry of the wildcard “{name}” has a brace without its partner: {entry}</source>
            <translation>通配符“{name}”的一项中括号不成对：{entry}</translation>
        </message>
        <message>
            <source>Correct its file.</source>
            <translation>请更正它的文件。</translation>
        </message>
        <message>
            <source>There is no style “{name}”.</source>
            <translation>没有风格“{name}”。</translation>
        </message>
        <message>
            <source>Import it, or choose one of: {known}.</source>
            <translation>请导入它，或从中选择：{known}。</translation>
        </message>
        <message>
            <source>There is no preset “{name}”.</source>
            <translation>没有预设“{name}”。</translation>
        </message>
        <message>
            <source>Choose one of: {known}.</source>
            <translation>请从中选择：{known}。</translation>
        </message>
        <message>
            <source>{name} cannot be used: {reason}.</source>
            <translation>{name} 无法使用：{reason}。</translation>
        </message>
        <message>
            <source>Correct the file, or choose another one.</source>
            <translation>请更正文件，或选择其他文件。</translation>
        </message>
        <message>
            <source>“{name}” cannot be {value}.</source>
            <translation>“{name}”不能是 {value}。</translation>
        </message>
        <message>
            <source>{hint}</source>
            <translation>{hint}</translation>
        </message>
        <message>
            <source>There is no setting “{name}”.</source>
            <translation>没有名为“{name}”的设置。</translation>
        </message>
        <message>
            <source>The file {path} is not there any more.</source>
            <translation>文件 {path} 已经不在了。</translation>
        </message>
        <message>
            <source>Choose the file again.</source>
            <translation>请重新选择文件。</translation>
        </message>
        <message>
            <source>This task needs {what}.</source>
            <translation>此任务需要{what}。</translation>
        </message>
        <message>
            <source>Drop a file on the tab or choose one.</source>
            <translation>把文件拖到标签页上，或选择一个。</translation>
        </message>
        <message>
            <source>Nothing is painted yet.</source>
            <translation>还没有涂抹任何区域。</translation>
        </message>
        <message>
            <source>Paint over what is to be drawn anew, or take a mask from a picture.</source>
            <translation>请涂抹要重画的部分，或从图片取得蒙版。</translation>
        </message>
        <message>
            <source>The mask {name} has other proportions ({size}) than the picture ({picture}).</source>
            <translation>蒙版 {name} 的宽高比（{size}）与图片（{picture}）不同。</translation>
        </message>
        <message>
            <source>Choose a mask of the picture's size, or a smaller or larger one of the same shape.</source>
            <translation>请选择与图片同样大小的蒙版，或宽高比相同、更大或更小的蒙版。</translation>
        </message>
        <message>
            <source>The file {name} is empty.</source>
            <translation>文件 {name} 是空的。</translation>
        </message>
        <message>
            <source>Choose another file.</source>
            <translation>请选择其他文件。</translation>
        </message>
        <message>
            <source>The file {name} is not {expected}.</source>
            <translation>文件 {name} 不是{expected}。</translation>
        </message>
        <message>
            <source>{name} is too large: {size}; at most {limit}.</source>
            <translation>{name} 太大：{size}，最多 {limit}。</translation>
        </message>
        <message>
            <source>Make it smaller first.</source>
            <translation>请先缩小。</translation>
        </message>
        <message>
            <source>Nothing could be cut out of the picture: {reason}.</source>
            <translation>无法从图片中抠出内容：{reason}。</translation>
        </message>
        <message>
            <source>{name} has no settings in it.</source>
            <translation>{name} 中没有设置。</translation>
        </message>
        <message>
            <source>Many sites and chat programs take them out of pictures; use the file as its program wrote it.</source>
            <translation>许多网站和聊天软件会去除图片中的设置；请使用程序原始写出的文件。</translation>
        </message>
        <message>
            <source>What is written into this file is larger than {limit}; that part was not read.</source>
            <translation>写入此文件的内容超过 {limit}，该部分未读取。</translation>
        </message>
        <message>
            <source>The settings in this file are nested more than {limit} deep and were not read.</source>
            <translation>此文件中的设置嵌套超过 {limit} 层，未读取。</translation>
        </message>
        <message>
            <source>The settings that {program} wrote into this file are damaged and were not read.</source>
            <translation>{program} 写入此文件的设置已损坏，未读取。</translation>
        </message>
        <message>
            <source>No sampler was found in the graph that {program} wrote into this file.</source>
            <translation>{program} 写入此文件的流程图中没有采样器。</translation>
        </message>
        <message>
            <source>{name} was made with what is not here: {what}.</source>
            <translation>{name} 生成时用到此处没有的：{what}。</translation>
        </message>
        <message>
            <source>Import or give what is missing, or leave it out with --skip-missing.</source>
            <translation>请导入或指定缺失的部分，或用 --skip-missing 略去。</translation>
        </message>
        <message>
            <source>{name} is of the kind {found}, not {wanted}.</source>
            <translation>{name} 属于 {found}，而非 {wanted}。</translation>
        </message>
        <message>
            <source>Use the command for its kind.</source>
            <translation>请使用对应类型的命令。</translation>
        </message>
        <message>
            <source>“{setting}” was {value}; {used} is taken, the nearest that the studio can do.</source>
            <translation>“{setting}”原为 {value}；取工作室能用的最接近值 {used}。</translation>
        </message>
        <message>
            <source>“{setting}” was {value}, which the studio cannot use; it is left out.</source>
            <translation>“{setting}”原为 {value}，工作室无法使用，已略去。</translation>
        </message>
        <message>
            <source>The prompt had {length} characters; the first {limit} are taken.</source>
            <translation>提示词有 {length} 个字符；取前 {limit} 个。</translation>
        </message>
        <message>
            <source>The scheduler “{value}” is not known here; {used} comes nearest.</source>
            <translation>此处没有采样器“{value}”；最接近的是 {used}。</translation>
        </message>
        <message>
            <source>The scheduler “{value}” is not known here; the model's own is used.</source>
            <translation>此处没有采样器“{value}”，将使用模型默认的。</translation>
        </message>
        <message>
            <source>“{name}” is installed, but from another file than the one that was used.</source>
            <translation>已安装“{name}”，但与当时所用的不是同一文件。</translation>
        </message>
        <message>
            <source>Not taken over, because the studio does it in another way: {names}.</source>
            <translation>未采用，因为工作室的做法不同：{names}。</translation>
        </message>
        <message>
            <source>{name} holds no {what}.</source>
            <translation>{name} 中没有{what}。</translation>
        </message>
        <message>
            <source>Choose another folder or file.</source>
            <translation>请选择其他文件夹或文件。</translation>
        </message>
        <message>
            <source>The table has a column “{column}”, which is no setting.</source>
            <translation>表格中的列“{column}”不是设置。</translation>
        </message>
        <message>
            <source>Columns are called after settings: {columns}.</source>
            <translation>列名应为设置名：{columns}。</translation>
        </message>
        <message>
            <source>The table has the column “{column}” twice.</source>
            <translation>表格中有两列“{column}”。</translation>
        </message>
        <message>
            <source>Take one of them out.</source>
            <translation>请删去其中一个。</translation>
        </message>
        <message>
            <source>{count} of {total} rows cannot be run.</source>
            <translation>{total} 行中有 {count} 行无法运行。</translation>
        </message>
        <message>
            <source>Correct them, or choose to leave them out; nothing was queued.</source>
            <translation>请更正，或选择略去；尚未加入队列。</translation>
        </message>
        <message>
            <source>The model “{model}” is not installed.</source>
            <translation>模型“{model}”未安装。</translation>
        </message>
        <message>
            <source>Install it in the model library.</source>
            <translation>请在模型库中安装。</translation>
        </message>
        <message>
            <source>The catalogue has no model “{model}”.</source>
            <translation>目录中没有模型“{model}”。</translation>
        </message>
        <message>
            <source>Choose one of: {models}.</source>
            <translation>可选：{models}。</translation>
        </message>
        <message>
            <source>No installed model can do “{task}”.</source>
            <translation>已安装的模型都不能完成“{task}”。</translation>
        </message>
        <message>
            <source>Look at how a recipe writes it.</source>
            <translation>请参考配方中的写法。</translation>
        </message>
        <message>
            <source>request</source>
            <translation>请求</translation>
        </message>
        <message>
            <source>Install one in the model library, or import one of your own.</source>
            <translation>请在模型库中安装一个，或导入你自己的模型。</translation>
        </message>
        <message>
            <source>The model file {file} is damaged: {reason}.</source>
            <translation>模型文件 {file} 已损坏：{reason}。</translation>
        </message>
        <message>
            <source>“{name}” cannot be read.</source>
            <translation>无法读取“{name}”。</translation>
        </message>
        <message>
            <source>Remove the model and install it again.</source>
            <translation>请移除该模型后重新安装。</translation>
        </message>
        <message>
            <source>“{model}” cannot do “{task}”.</source>
            <translation>“{model}”不能完成“{task}”。</translation>
        </message>
        <message>
            <source>Choose another model: {hint}</source>
            <translation>请选择其他模型：{hint}</translation>
        </message>
        <message>
            <source>{file} is a pickle file; such files can run programs when opened, so the studio does not load them.</source>
            <translation>{file} 是 pickle 文件；打开这类文件可能会运行程序，因此不会加载。</translation>
        </message>
        <message>
            <source>Convert it to safetensors (for example with the “safetensors” converter of its publisher) and import that.</source>
            <translation>请转换为 safetensors（例如使用发布者提供的转换工具），再导入转换后的文件。</translation>
        </message>
        <message>
            <source>The model “{model}” could not be loaded: {reason}.</source>
            <translation>无法加载模型“{model}”：{reason}。</translation>
        </message>
        <message>
            <source>Verify it in the model library.</source>
            <translation>请在模型库中校验。</translation>
        </message>
        <message>
            <source>“{addition}” is {kind}, not {wanted}.</source>
            <translation>“{addition}”是 {kind}，而非 {wanted}。</translation>
        </message>
        <message>
            <source>“{addition}” is {kind} for {family}; the model “{model}” is {other}.</source>
            <translation>“{addition}”是适用于 {family} 的 {kind}；模型“{model}”属于 {other}。</translation>
        </message>
        <message>
            <source>No {kind} that fits “{model}” is installed.</source>
            <translation>没有安装适合“{model}”的 {kind}。</translation>
        </message>
        <message>
            <source>“{addition}” needs {part}, which is not installed.</source>
            <translation>“{addition}”需要 {part}，但尚未安装。</translation>
        </message>
        <message>
            <source>“{addition}” does not work beside “{model}”: {reason}.</source>
            <translation>“{addition}”不能与“{model}”一起使用：{reason}。</translation>
        </message>
        <message>
            <source>{file} is not a model the studio can run: {reason}.</source>
            <translation>{file} 不是可以运行的模型：{reason}。</translation>
        </message>
        <message>
            <source>“{model}” has no voice “{voice}”.</source>
            <translation>“{model}”没有“{voice}”这个声音。</translation>
        </message>
        <message>
            <source>Choose one of: {voices}.</source>
            <translation>可选：{voices}。</translation>
        </message>
        <message>
            <source>“{model}” cannot speak “{language}”.</source>
            <translation>“{model}”不会说“{language}”。</translation>
        </message>
        <message>
            <source>Choose one of: {languages}.</source>
            <translation>可选：{languages}。</translation>
        </message>
        <message>
            <source>There is not enough memory: {needed} needed, {free} free.</source>
            <translation>内存不足：需要 {needed}，可用 {free}。</translation>
        </message>
        <message>
            <source>Choose a smaller model or size, or close programs.</source>
            <translation>请选择更小的模型或尺寸，或关闭一些程序。</translation>
        </message>
        <message>
            <source>The disk is full: {path}.</source>
            <translation>磁盘已满：{path}。</translation>
        </message>
        <message>
            <source>Free some space, then retry the job.</source>
            <translation>请腾出一些空间，然后重试任务。</translation>
        </message>
        <message>
            <source>{needed} needed on the disk, {free} free.</source>
            <translation>磁盘需要 {needed}，剩余 {free}。</translation>
        </message>
        <message>
            <source>Free some space or choose another folder.</source>
            <translation>请腾出一些空间，或选择其他文件夹。</translation>
        </message>
        <message>
            <source>The folder {path} cannot be written to.</source>
            <translation>无法写入文件夹 {path}。</translation>
        </message>
        <message>
            <source>Choose another folder or allow writing.</source>
            <translation>请选择其他文件夹，或允许写入。</translation>
        </message>
        <message>
            <source>The folder {path} cannot be read or written at the moment ({reason}).</source>
            <translation>文件夹 {path} 暂时无法读取或写入（{reason}）。</translation>
        </message>
        <message>
            <source>Check the disk, then try again.</source>
            <translation>请检查磁盘，然后重试。</translation>
        </message>
        <message>
            <source>The project “{name}” is open in another window.</source>
            <translation>项目“{name}”已在另一个窗口中打开。</translation>
        </message>
        <message>
            <source>Use that window, or close it first.</source>
            <translation>请使用那个窗口，或先关闭它。</translation>
        </message>
        <message>
            <source>The project “{name}” was made by a newer version of the studio ({version}).</source>
            <translation>项目“{name}”由更新的版本（{version}）创建。</translation>
        </message>
        <message>
            <source>Update the studio to open it.</source>
            <translation>请更新程序后再打开。</translation>
        </message>
        <message>
            <source>The database of “{name}” was damaged. It was kept as {kept} and rebuilt from the asset files.</source>
            <translation>“{name}”的数据库已损坏。原文件保留为 {kept}，并已根据素材文件重建。</translation>
        </message>
        <message>
            <source>Check the gallery; nothing else is needed.</source>
            <translation>请检查图库；不需要其他操作。</translation>
        </message>
        <message>
            <source>The database of “{name}” is damaged.</source>
            <translation>“{name}”的数据库已损坏。</translation>
        </message>
        <message>
            <source>Open the project for writing: it is then rebuilt from the asset files.</source>
            <translation>请以可写方式打开项目，届时会根据素材文件重建。</translation>
        </message>
        <message>
            <source>The project “{name}” was made by an older version of the studio.</source>
            <translation>项目“{name}”由较旧的版本创建。</translation>
        </message>
        <message>
            <source>Open it once in the window (or for writing) to bring it up to date.</source>
            <translation>请在窗口中（或以可写方式）打开一次以完成更新。</translation>
        </message>
        <message>
            <source>“{name}” was brought up to date. Its database as it was before is kept as {kept}.</source>
            <translation>“{name}”已更新。之前的数据库保留为 {kept}。</translation>
        </message>
        <message>
            <source>Nothing else is needed.</source>
            <translation>不需要其他操作。</translation>
        </message>
        <message>
            <source>There is no project at {path}.</source>
            <translation>{path} 处没有项目。</translation>
        </message>
        <message>
            <source>Choose another folder, or make a new project.</source>
            <translation>请选择其他文件夹，或新建项目。</translation>
        </message>
        <message>
            <source>The folder {path} exists already.</source>
            <translation>文件夹 {path} 已存在。</translation>
        </message>
        <message>
            <source>Choose another name, or open it as a project.</source>
            <translation>请换一个名称，或把它作为项目打开。</translation>
        </message>
        <message>
            <source>There is no asset “{asset}” in this project.</source>
            <translation>此项目中没有素材“{asset}”。</translation>
        </message>
        <message>
            <source>Look it up with the gallery's search.</source>
            <translation>请用图库的搜索查找。</translation>
        </message>
        <message>
            <source>The worker stopped unexpectedly ({reason}).</source>
            <translation>工作进程意外停止（{reason}）。</translation>
        </message>
        <message>
            <source>Retry the job; the queue goes on.</source>
            <translation>请重试该任务；队列会继续运行。</translation>
        </message>
        <message>
            <source>The worker stopped {count} times in a row and is not started again.</source>
            <translation>工作进程连续停止了 {count} 次，不再自动启动。</translation>
        </message>
        <message>
            <source>Run “aigc-studio doctor”, then restart the engine from the queue.</source>
            <translation>请运行“aigc-studio doctor”，然后在队列中重新启动。</translation>
        </message>
        <message>
            <source>The device ran out of memory.</source>
            <translation>设备内存不足。</translation>
        </message>
        <message>
            <source>Choose a smaller size or fewer takes, then retry.</source>
            <translation>请选择更小的尺寸或更少的候选，然后重试。</translation>
        </message>
        <message>
            <source>{model} drew a picture of values that are not numbers (NaN).</source>
            <translation>{model} 画出的图片含有非数值（NaN）。</translation>
        </message>
        <message>
            <source>Lower the guidance, choose another VAE, scheduler or seed, or leave out 8-bit weights and LoRAs of large weight.</source>
            <translation>请降低引导强度，换一个 VAE、采样器或种子，或不使用 8 位权重和权重过大的 LoRA。</translation>
        </message>
        <message>
            <source>The model gave a result that is not valid ({reason}).</source>
            <translation>模型给出的结果无效（{reason}）。</translation>
        </message>
        <message>
            <source>Change the settings or the seed.</source>
            <translation>请更改设置或种子。</translation>
        </message>
        <message>
            <source>{name} could not be downloaded: {reason}.</source>
            <translation>无法下载 {name}：{reason}。</translation>
        </message>
        <message>
            <source>Check the connection and try again.</source>
            <translation>请检查网络连接后重试。</translation>
        </message>
        <message>
            <source>{name} is not the file that was expected (its checksum differs).</source>
            <translation>{name} 不是预期的文件（校验和不同）。</translation>
        </message>
        <message>
            <source>Install it again.</source>
            <translation>请重新安装。</translation>
        </message>
        <message>
            <source>{count} files exist already in {folder}.</source>
            <translation>{folder} 中已有 {count} 个同名文件。</translation>
        </message>
        <message>
            <source>Choose other names, or allow overwriting.</source>
            <translation>请换名称，或允许覆盖。</translation>
        </message>
        <message>
            <source>{kind} cannot be exported as {format}.</source>
            <translation>{kind} 不能导出为 {format}。</translation>
        </message>
        <message>
            <source>Choose one of: {formats}.</source>
            <translation>可选：{formats}。</translation>
        </message>
        <message>
            <source>{part} is not installed.</source>
            <translation>{part} 未安装。</translation>
        </message>
        <message>
            <source>Nothing installed can run models of the kind “{backend}”.</source>
            <translation>没有安装能运行“{backend}”类模型的组件。</translation>
        </message>
        <message>
            <source>Install the plugin for it.</source>
            <translation>请安装相应的插件。</translation>
        </message>
        <message>
            <source>Something went wrong inside the studio: {reason}.</source>
            <translation>程序内部出错：{reason}。</translation>
        </message>
        <message>
            <source>Retry; the log has the details.</source>
            <translation>请重试；日志中有详细信息。</translation>
        </message>
        <message>
            <source>They come with the source checkout: run “python -m studio bench” there.</source>
            <translation>它们随源代码提供：请在源代码目录中运行“python -m studio bench”。</translation>
        </message>
        <message>
            <source>The set of benchmarks</source>
            <translation>性能测试集</translation>
        </message>
        <message>
            <source>Only drawing is estimated: {tasks}.</source>
            <translation>只能估算绘图任务：{tasks}。</translation>
        </message>
        <message>
            <source>estimate</source>
            <translation>估算</translation>
        </message>
        <message>
            <source>used here</source>
            <translation>在此使用的</translation>
        </message>
        <message>
            <source>Write key=value.</source>
            <translation>请写成 key=value。</translation>
        </message>
        <message>
            <source>number of colours</source>
            <translation>颜色数量</translation>
        </message>
        <message>
            <source>export</source>
            <translation>导出</translation>
        </message>
        <message>
            <source>You have none of your own yet.</source>
            <translation>你还没有自己的内容。</translation>
        </message>
        <message>
            <source>preset</source>
            <translation>预设</translation>
        </message>
        <message>
            <source>It holds settings of {kind}.</source>
            <translation>其中是“{kind}”的设置。</translation>
        </message>
        <message>
            <source>Write --set key=value.</source>
            <translation>请写成 --set key=value。</translation>
        </message>
        <message>
            <source>Write steps=10,20,30.</source>
            <translation>请写成 steps=10,20,30。</translation>
        </message>
        <message>
            <source>a LoRA</source>
            <translation>LoRA</translation>
        </message>
        <message>
            <source>a ControlNet</source>
            <translation>ControlNet</translation>
        </message>
        <message>
            <source>a T2I-Adapter</source>
            <translation>T2I-Adapter</translation>
        </message>
        <message>
            <source>an IP-Adapter</source>
            <translation>IP-Adapter</translation>
        </message>
        <message>
            <source>a textual inversion embedding</source>
            <translation>文本反演嵌入</translation>
        </message>
        <message>
            <source>a VAE</source>
            <translation>VAE</translation>
        </message>
        <message>
            <source>an upscaler</source>
            <translation>放大模型</translation>
        </message>
        <message>
            <source>an image encoder</source>
            <translation>图像编码器</translation>
        </message>
        <message>
            <source>a depth estimator</source>
            <translation>深度估计模型</translation>
        </message>
        <message>
            <source>{first}</source>
            <translation>{first}</translation>
        </message>
        <message>
            <source>{before}, {item}</source>
            <translation>{before}、{item}</translation>
        </message>
        <message>
            <source>Write a colour as #rrggbb, or nothing for transparent.</source>
            <translation>请把颜色写成 #rrggbb；留空表示透明。</translation>
        </message>
        <message>
            <source>Write a colour as #rrggbb or “picture”, or nothing for transparent.</source>
            <translation>请把颜色写成 #rrggbb，或写“picture”（图片）；留空表示透明。</translation>
        </message>
        <message>
            <source>Choose 0, 90, 180 or 270.</source>
            <translation>请选择 0、90、180 或 270。</translation>
        </message>
        <message>
            <source>Choose less than the white point ({white}).</source>
            <translation>请选择小于白点（{white}）的值。</translation>
        </message>
        <message>
            <source>Give left, top, width and height; at least 1 pixel wide and high.</source>
            <translation>请给出左、上、宽、高；宽和高至少 1 像素。</translation>
        </message>
        <message>
            <source>a picture for the background</source>
            <translation>一张背景图片</translation>
        </message>
        <message>
            <source>a matrix with axes</source>
            <translation>带轴的矩阵</translation>
        </message>
        <message>
            <source>Did you mean “{near}”? There are: {names}.</source>
            <translation>是否想写“{near}”？可用的有：{names}。</translation>
        </message>
        <message>
            <source>There are: {names}.</source>
            <translation>可用的有：{names}。</translation>
        </message>
        <message>
            <source>Give a whole number.</source>
            <translation>请输入整数。</translation>
        </message>
        <message>
            <source>Give a number.</source>
            <translation>请输入数字。</translation>
        </message>
        <message>
            <source>Give true or false.</source>
            <translation>请输入 true 或 false。</translation>
        </message>
        <message>
            <source>It has these parts: {names}.</source>
            <translation>它包含这些部分：{names}。</translation>
        </message>
        <message>
            <source>Give a list, as JSON.</source>
            <translation>请以 JSON 列表的形式给出。</translation>
        </message>
        <message>
            <source>Import one that writes captions into the model library: the transformers folder of a BLIP, Florence-2, SmolVLM or the like, with safetensors weights.</source>
            <translation>请在模型库中导入能描述图片的模型：BLIP、Florence-2、SmolVLM 等的 transformers 文件夹，权重为 safetensors。</translation>
        </message>
        <message>
            <source>Import one that classifies pictures into the model library: the transformers folder of a ViT, Swin, ConvNeXt or the like, with safetensors weights.</source>
            <translation>请在模型库中导入能给图片分类的模型：ViT、Swin、ConvNeXt 等的 transformers 文件夹，权重为 safetensors。</translation>
        </message>
        <message>
            <source>Import one that finds objects into the model library: the transformers folder of a YOLOS, RT-DETR or the like, with safetensors weights.</source>
            <translation>请在模型库中导入能检测物体的模型：YOLOS、RT-DETR 等的 transformers 文件夹，权重为 safetensors。</translation>
        </message>
        <message>
            <source>a picture in the column “mask”</source>
            <translation>“mask”（蒙版）列中的图片</translation>
        </message>
        <message>
            <source>T2I-Adapters are for models with a UNet</source>
            <translation>T2I-Adapter 只用于带 UNet 的模型</translation>
        </message>
        <message>
            <source>one of its stages is {has}, the model's {needs}</source>
            <translation>它的一级为 {has}，模型的为 {needs}</translation>
        </message>
        <message>
            <source>it reads maps of {count} channels</source>
            <translation>它读取 {count} 个通道的图</translation>
        </message>
        <message>
            <source>ControlNets of this family do not work for {task}</source>
            <translation>该系列的 ControlNet 不能用于“{task}”</translation>
        </message>
        <message>
            <source>it follows several kinds of maps and has to be told which this is</source>
            <translation>它可跟随多种控制图，需要知道这是哪一种</translation>
        </message>
        <message>
            <source>Let the studio make the map ({names}), or use a ControlNet for a single kind of map.</source>
            <translation>请由工作室生成控制图（{names}），或使用只跟随一种控制图的 ControlNet。</translation>
        </message>
        <message>
            <source>Use them for text to image, or leave control out.</source>
            <translation>请用于文生图，或不使用控制。</translation>
        </message>
        <message>
            <source>it is for a model with a UNet</source>
            <translation>它用于带 UNet 的模型</translation>
        </message>
        <message>
            <source>it is made for inpainting only</source>
            <translation>它只用于局部重绘</translation>
        </message>
        <message>
            <source>it is of the kind {name}</source>
            <translation>它的类型是 {name}</translation>
        </message>
        <message>
            <source>its {name} is {has}, the model's {needs}</source>
            <translation>它的 {name} 为 {has}，模型的为 {needs}</translation>
        </message>
        <message>
            <source>its vectors are {has} wide, the model's {needs}</source>
            <translation>它的向量宽 {has}，模型的宽 {needs}</translation>
        </message>
        <message>
            <source>it holds no vectors that this model reads</source>
            <translation>其中没有该模型能读取的向量</translation>
        </message>
        <message>
            <source>it holds no list of vectors</source>
            <translation>其中没有向量列表</translation>
        </message>
        <message>
            <source>the model's tokenizer cannot learn words</source>
            <translation>该模型的分词器不能学习新词</translation>
        </message>
        <message>
            <source>{name} has weights that are no numbers</source>
            <translation>{name} 的权重不是有效数值</translation>
        </message>
        <message>
            <source>{name} is missing</source>
            <translation>缺少 {name}</translation>
        </message>
        <message>
            <source>a map in greys: one with colours cannot be painted on here</source>
            <translation>灰度的控制图：彩色的控制图不能在此涂画</translation>
        </message>
        <message>
            <source>wildcards</source>
            <translation>通配符</translation>
        </message>
        <message>
            <source>styles</source>
            <translation>风格</translation>
        </message>
        <message>
            <source>presets</source>
            <translation>预设</translation>
        </message>
        <message>
            <source>negative prompts</source>
            <translation>反向提示词</translation>
        </message>
        <message>
            <source>it holds no wildcard files (.txt)</source>
            <translation>其中没有通配符文件（.txt）</translation>
        </message>
        <message>
            <source>it is none of .json, .csv and .txt</source>
            <translation>它不是 .json、.csv 或 .txt 文件</translation>
        </message>
        <message>
            <source>it holds {kind}, not {only}</source>
            <translation>其中是{kind}，而不是{only}</translation>
        </message>
        <message>
            <source>it holds more than {limit}</source>
            <translation>其中超过 {limit} 项</translation>
        </message>
        <message>
            <source>it is no list of styles</source>
            <translation>它不是风格列表</translation>
        </message>
        <message>
            <source>its first line does not name the columns name, prompt and negative_prompt</source>
            <translation>第一行没有写明 name、prompt 和 negative_prompt 列</translation>
        </message>
        <message>
            <source>it holds no styles</source>
            <translation>其中没有风格</translation>
        </message>
        <message>
            <source>it is in the studio's own folder already</source>
            <translation>它已经在程序自己的文件夹中</translation>
        </message>
        <message>
            <source>it has no entries</source>
            <translation>其中没有条目</translation>
        </message>
        <message>
            <source>it is no valid CSV</source>
            <translation>它不是有效的 CSV</translation>
        </message>
        <message>
            <source>Settings of a preset: {names}.</source>
            <translation>预设可含的设置：{names}。</translation>
        </message>
        <message>
            <source>Give it a prompt or a negative.</source>
            <translation>请写上提示词或反向提示词。</translation>
        </message>
        <message>
            <source>it is larger than {limit}</source>
            <translation>大于 {limit}</translation>
        </message>
        <message>
            <source>it is not a text</source>
            <translation>它不是文本</translation>
        </message>
        <message>
            <source>it is not UTF-8 text</source>
            <translation>它不是 UTF-8 文本</translation>
        </message>
        <message>
            <source>it is not a JSON object</source>
            <translation>它不是 JSON 对象</translation>
        </message>
        <message>
            <source>it is of version {version}, made for a newer studio</source>
            <translation>它的版本是 {version}，需要更新的程序</translation>
        </message>
        <message>
            <source>“{name}” is not a list</source>
            <translation>“{name}”不是列表</translation>
        </message>
        <message>
            <source>“{setting}” cannot be used</source>
            <translation>“{setting}”无法使用</translation>
        </message>
        <message>
            <source>its field “{field}” cannot be used</source>
            <translation>它的字段“{field}”无法使用</translation>
        </message>
        <message>
            <source>it is not complete</source>
            <translation>内容不完整</translation>
        </message>
        <message>
            <source>{name}: {wrong}</source>
            <translation>{name}：{wrong}</translation>
        </message>
        <message>
            <source>its name holds characters that a wildcard cannot have</source>
            <translation>文件名含有通配符名称不能使用的字符</translation>
        </message>
        <message>
            <source>{count} elements, nested {depth} deep</source>
            <translation>{count} 个元素，嵌套 {depth} 层</translation>
        </message>
        <message>
            <source>an SVG picture without entities of its own</source>
            <translation>不含自定义实体的 SVG 图片</translation>
        </message>
        <message>
            <source>{side} on a side</source>
            <translation>单边 {side}</translation>
        </message>
        <message>
            <source>more elements</source>
            <translation>元素过多</translation>
        </message>
        <message>
            <source>an SVG picture (it is damaged)</source>
            <translation>完好的 SVG 图片（文件已损坏）</translation>
        </message>
        <message>
            <source>a picture that can be worked through</source>
            <translation>可以处理的图片</translation>
        </message>
        <message>
            <source>this fine: the result has {size}</source>
            <translation>这样精细的：结果有 {size}</translation>
        </message>
        <message>
            <source>Choose fewer colours, larger layers or drop larger speckles.</source>
            <translation>请减少颜色、加大层级间距或滤除更大的杂点。</translation>
        </message>
        <message>
            <source>a sound file the studio can read (WAV, FLAC, OGG, MP3, AIFF)</source>
            <translation>可以读取的声音文件（WAV、FLAC、OGG、MP3、AIFF）</translation>
        </message>
        <message>
            <source>{name} is {has} instead of {needs}</source>
            <translation>{name} 为 {has}，应为 {needs}</translation>
        </message>
        <message>
            <source>Leave it out, or choose another one.</source>
            <translation>请不使用它，或换一个。</translation>
        </message>
        <message>
            <source>it is too large</source>
            <translation>文件过大</translation>
        </message>
        <message>
            <source>its weights do not fit this model</source>
            <translation>它的权重不适合此模型</translation>
        </message>
        <message>
            <source>there are no .safetensors weights in it</source>
            <translation>其中没有 .safetensors 权重</translation>
        </message>
        <message>
            <source>none of its weights belong to a layer of this model</source>
            <translation>它的权重不属于该模型的任何层</translation>
        </message>
        <message>
            <source>the magnitudes of {name} have another size</source>
            <translation>{name} 的幅值大小不符</translation>
        </message>
        <message>
            <source>half of the weights for {name} are missing</source>
            <translation>{name} 的权重缺少一半</translation>
        </message>
        <message>
            <source>it is a DoRA in a layout whose magnitudes cannot be read</source>
            <translation>它是 DoRA，其幅值的格式无法读取</translation>
        </message>
        <message>
            <source>a picture for control (an input of the role “{input}”)</source>
            <translation>控制用的图片（用途为“{input}”的输入）</translation>
        </message>
        <message>
            <source>Import the folder “image_encoder” beside it.</source>
            <translation>请导入它旁边的“image_encoder”文件夹。</translation>
        </message>
        <message>
            <source>IP-Adapters are for models with a UNet</source>
            <translation>IP-Adapter 只用于带 UNet 的模型</translation>
        </message>
        <message>
            <source>its image encoder is not installed</source>
            <translation>它的图像编码器没有安装</translation>
        </message>
        <message>
            <source>a reference picture (an input of the role “{input}”)</source>
            <translation>参考图片（用途为“{input}”的输入）</translation>
        </message>
        <message>
            <source>it has no weights for “{part}”</source>
            <translation>其中没有“{part}”的权重</translation>
        </message>
        <message>
            <source>this model draws without an autoencoder</source>
            <translation>该模型绘制时不使用自编码器</translation>
        </message>
        <message>
            <source>the model's autoencoder is of the kind {name}</source>
            <translation>该模型的自编码器类型是 {name}</translation>
        </message>
        <message>
            <source>its latents have {has} channels, the model's {needs}</source>
            <translation>它的潜变量有 {has} 个通道，模型的有 {needs} 个</translation>
        </message>
        <message>
            <source>it has {has} stages, the model's has {needs}</source>
            <translation>它有 {has} 级，模型的有 {needs} 级</translation>
        </message>
        <message>
            <source>“{model}” does not draw on a plain background; choose a model that does.</source>
            <translation>“{model}”不会在纯色背景上绘图；请选择会这样做的模型。</translation>
        </message>
        <message>
            <source>on</source>
            <translation>开启状态</translation>
        </message>
        <message>
            <source>Use a folder whose parts all come from diffusers and transformers.</source>
            <translation>请使用各部件都来自 diffusers 和 transformers 的文件夹。</translation>
        </message>
        <message>
            <source>{part} comes from “{library}”</source>
            <translation>{part} 来自“{library}”</translation>
        </message>
        <message>
            <source>{part} is called “{name}”</source>
            <translation>{part} 名为“{name}”</translation>
        </message>
        <message>
            <source>{part} brings its own program code</source>
            <translation>{part} 自带程序代码</translation>
        </message>
        <message>
            <source>{part} is described in an unknown way</source>
            <translation>{part} 的描述方式无法识别</translation>
        </message>
        <message>
            <source>the folder is missing</source>
            <translation>文件夹缺失</translation>
        </message>
        <message>
            <source>a mask (white where the picture is to change)</source>
            <translation>蒙版（要修改的部分为白色）</translation>
        </message>
        <message>
            <source>It would not help: {reason}.</source>
            <translation>它不会有帮助：{reason}。</translation>
        </message>
        <message>
            <source>this one is made for inpainting only.</source>
            <translation>这个模型只用于局部重绘。</translation>
        </message>
        <message>
            <source>one of another family.</source>
            <translation>其他系列的模型。</translation>
        </message>
        <message>
            <source>Import a model for text to image, image to image or inpainting.</source>
            <translation>请导入用于文生图、图生图或局部重绘的模型。</translation>
        </message>
        <message>
            <source>{name} draws no pictures</source>
            <translation>{name} 不能画图</translation>
        </message>
        <message>
            <source>this device has no 8-bit floating point</source>
            <translation>此设备没有 8 位浮点数</translation>
        </message>
        <message>
            <source>choose either {first} or {second}</source>
            <translation>请在 {first} 和 {second} 中选择一个</translation>
        </message>
        <message>
            <source>Schedulers that fit this model: {names}.</source>
            <translation>适合该模型的采样器：{names}。</translation>
        </message>
        <message>
            <source>It works with Stable Diffusion 1.5, 2 and SDXL models. “Make seamless” turns any finished picture into a tile.</source>
            <translation>它适用于 Stable Diffusion 1.5、2 和 SDXL 模型。“无缝化”可把任何已完成的图片变成可平铺的图。</translation>
        </message>
        <message>
            <source>a picture</source>
            <translation>图片</translation>
        </message>
        <message>
            <source>a sound</source>
            <translation>声音</translation>
        </message>
        <message>
            <source>a sound with any samples</source>
            <translation>有内容的声音</translation>
        </message>
        <message>
            <source>Write at least one value.</source>
            <translation>请至少写一个值。</translation>
        </message>
        <message>
            <source>varied</source>
            <translation>变化项</translation>
        </message>
        <message>
            <source>Choose 1 to {limit} values.</source>
            <translation>请选择 1 到 {limit} 个值。</translation>
        </message>
        <message>
            <source>a folder, a CSV table or a text of prompts</source>
            <translation>文件夹、CSV 表格或提示词文本</translation>
        </message>
        <message>
            <source>Choose one that works on a picture, for example image-to-image or upscale.</source>
            <translation>请选择对图片进行处理的任务，例如图生图或放大。</translation>
        </message>
        <message>
            <source>A picture of {size} can be enlarged {most} times at most: to {side} pixels a side and {area} megapixels.</source>
            <translation>{size} 的图片最多放大 {most} 倍：放大后每边不超过 {side} 像素，总计不超过 {area} 百万像素。</translation>
        </message>
        <message>
            <source>It follows text-to-image and image-to-image.</source>
            <translation>它只能跟在文生图和图生图之后。</translation>
        </message>
        <message>
            <source>Choose at least one side to extend.</source>
            <translation>请至少选择一边来扩展。</translation>
        </message>
        <message>
            <source>used with {task}</source>
            <translation>“{task}”任务的设置</translation>
        </message>
        <message>
            <source>A grid has at most {limit} pictures; choose fewer values.</source>
            <translation>一个网格最多 {limit} 张图片，请减少取值。</translation>
        </message>
        <message>
            <source>Choose a setting and its values.</source>
            <translation>请选择一个设置和它的取值。</translation>
        </message>
        <message>
            <source>{setting} twice</source>
            <translation>两次“{setting}”</translation>
        </message>
        <message>
            <source>A prompt matrix has no axes.</source>
            <translation>提示词矩阵没有轴。</translation>
        </message>
        <message>
            <source>searched for “{text}”</source>
            <translation>要查找“{text}”的文本</translation>
        </message>
        <message>
            <source>Leave them out, or give {count}, one a picture.</source>
            <translation>请略去，或给出 {count} 个：每张图片一个。</translation>
        </message>
        <message>
            <source>{count} texts</source>
            <translation>{count} 段文本</translation>
        </message>
        <message>
            <source>{count} pictures</source>
            <translation>{count} 张图片</translation>
        </message>
        <message>
            <source>without x</source>
            <translation>没有 x 轴的</translation>
        </message>
        <message>
            <source>a matrix</source>
            <translation>矩阵</translation>
        </message>
        <message>
            <source>it cannot be read</source>
            <translation>无法读取</translation>
        </message>
        <message>
            <source>version of the recipe</source>
            <translation>配方的版本</translation>
        </message>
        <message>
            <source>Update the studio.</source>
            <translation>请更新程序。</translation>
        </message>
        <message>
            <source>recipe</source>
            <translation>配方</translation>
        </message>
        <message>
            <source>Give one for all takes, or {count}: one for each.</source>
            <translation>请给出一个供所有候选使用，或给出 {count} 个：每个候选一个。</translation>
        </message>
        <message>
            <source>Choose at most {limit}.</source>
            <translation>最多选择 {limit} 个。</translation>
        </message>
        <message>
            <source>a text in UTF-8 or GBK; save it as UTF-8</source>
            <translation>UTF-8 或 GBK 编码的文本；请另存为 UTF-8</translation>
        </message>
        <message>
            <source>pictures</source>
            <translation>图片</translation>
        </message>
        <message>
            <source>sounds</source>
            <translation>声音</translation>
        </message>
        <message>
            <source>more than {count} rows</source>
            <translation>超过 {count} 行</translation>
        </message>
        <message>
            <source>used for {kind}</source>
            <translation>“{kind}”类任务的来源</translation>
        </message>
        <message>
            <source>Use a table or prompts.</source>
            <translation>请使用表格或提示词。</translation>
        </message>
        <message>
            <source>a table that can be read (line {line}: {reason})</source>
            <translation>可以读取的表格（第 {line} 行：{reason}）</translation>
        </message>
        <message>
            <source>a text (line {line} holds a NUL character)</source>
            <translation>文本（第 {line} 行含有 NUL 字符）</translation>
        </message>
        <message>
            <source>prompts</source>
            <translation>提示词</translation>
        </message>
        <message>
            <source>rows</source>
            <translation>数据行</translation>
        </message>
        <message>
            <source>a longer file</source>
            <translation>更长的文件</translation>
        </message>
        <message>
            <source>headings</source>
            <translation>表头</translation>
        </message>
        <message>
            <source>It is not JSON: {reason}.</source>
            <translation>它不是 JSON：{reason}。</translation>
        </message>
        <message>
            <source>there is none</source>
            <translation>没有结果</translation>
        </message>
        <message>
            <source>it was ended from outside (SIGKILL); the system does that when memory runs out</source>
            <translation>被系统强行结束（SIGKILL），通常是因为内存耗尽</translation>
        </message>
        <message>
            <source>it was asked to end (SIGTERM)</source>
            <translation>收到了结束请求（SIGTERM）</translation>
        </message>
        <message>
            <source>it crashed in native code (SIGSEGV)</source>
            <translation>在本机代码中崩溃（SIGSEGV）</translation>
        </message>
        <message>
            <source>it lost access to a file or to memory (SIGBUS); perhaps the disk is full or a drive was removed</source>
            <translation>无法再访问某个文件或内存（SIGBUS）；可能磁盘已满，或移除了某个磁盘</translation>
        </message>
        <message>
            <source>native code gave up (SIGABRT)</source>
            <translation>本机代码中止了运行（SIGABRT）</translation>
        </message>
        <message>
            <source>it met an instruction this processor does not have (SIGILL)</source>
            <translation>遇到了此处理器不支持的指令（SIGILL）</translation>
        </message>
        <message>
            <source>native code met an arithmetic error (SIGFPE)</source>
            <translation>本机代码遇到算术错误（SIGFPE）</translation>
        </message>
        <message>
            <source>it crashed in native code (access violation)</source>
            <translation>在本机代码中崩溃（访问冲突）</translation>
        </message>
        <message>
            <source>it crashed in native code (stack overflow)</source>
            <translation>在本机代码中崩溃（堆栈溢出）</translation>
        </message>
        <message>
            <source>it met an instruction this processor does not have</source>
            <translation>遇到了此处理器不支持的指令</translation>
        </message>
        <message>
            <source>a library it needs is missing</source>
            <translation>缺少它需要的程序库</translation>
        </message>
        <message>
            <source>memory ran out</source>
            <translation>内存耗尽</translation>
        </message>
        <message>
            <source>it ended with status {code}</source>
            <translation>以状态 {code} 结束</translation>
        </message>
        <message>
            <source>it did not end</source>
            <translation>它没有结束</translation>
        </message>
        <message>
            <source>it ended by itself</source>
            <translation>它自行结束了</translation>
        </message>
        <message>
            <source>it was ended by {signal}</source>
            <translation>被 {signal} 结束</translation>
        </message>
        <message>
            <source>it could not be started</source>
            <translation>无法启动</translation>
        </message>
        <message>
            <source>it sent something that is not a message</source>
            <translation>它发来了无法识别的内容</translation>
        </message>
        <message>
            <source>it is of another version of the studio</source>
            <translation>它属于另一个版本的程序</translation>
        </message>
        <message>
            <source>it did not answer</source>
            <translation>它没有响应</translation>
        </message>
        <message>
            <source>Use these fields: {fields}; {{n:03}} pads.</source>
            <translation>可用的字段：{fields}；{{n:03}} 会补零。</translation>
        </message>
        <message>
            <source>A palette</source>
            <translation>色板</translation>
        </message>
        <message>
            <source>Install a Chinese font (on Debian and Ubuntu: fonts-noto-cjk or fonts-wqy-microhei), or export DOCX or Markdown.</source>
            <translation>请安装中文字体（Debian 和 Ubuntu：fonts-noto-cjk 或 fonts-wqy-microhei），或导出 DOCX 或 Markdown。</translation>
        </message>
        <message>
            <source>A font with Chinese characters</source>
            <translation>含中文字符的字体</translation>
        </message>
        <message>
            <source>{count} megapixels</source>
            <translation>{count} 百万像素</translation>
        </message>
        <message>
            <source>a sound with any frames</source>
            <translation>有内容的声音</translation>
        </message>
        <message>
            <source>Files not imported, since another project was opened: {count}.</source>
            <translation>由于打开了另一个项目，未导入的文件：{count}。</translation>
        </message>
        <message>
            <source>Go back to that project and drop them again.</source>
            <translation>请回到原项目后重新拖入。</translation>
        </message>
        <message>
            <source>{count} of {total} files were not imported: {names}.</source>
            <translation>{total} 个文件中有 {count} 个未导入：{names}。</translation>
        </message>
        <message>
            <source>Import one of them alone to see what is wrong with it.</source>
            <translation>单独导入其中一个即可看到问题所在。</translation>
        </message>
        <message>
            <source>A picture of {size} is too large for it: this upscaler makes it {times} times larger on the way, and {side} pixels a side and {area} megapixels are the most. Make the picture smaller first.</source>
            <translation>{size} 的图片对它来说太大：这个放大模型处理时会先放大到 {times} 倍，而上限是边长 {side} 像素、{area} 百万像素。请先缩小图片。</translation>
        </message>
        <message>
            <source>stopped by you</source>
            <translation>由你停止</translation>
        </message>
        <message>
            <source>Names</source>
            <translation>命名</translation>
        </message>
        <message>
            <source>No font has these characters: {characters}</source>
            <translation>没有字体含有这些字符：{characters}</translation>
        </message>
        <message>
            <source>Folder</source>
            <translation>文件夹</translation>
        </message>
        <message>
            <source>Give the whole path of a folder.</source>
            <translation>请给出文件夹的完整路径。</translation>
        </message>
        <message>
            <source>more than {limit}</source>
            <translation>超过 {limit}</translation>
        </message>
        <message>
            <source>the disk reports an error</source>
            <translation>磁盘报告错误</translation>
        </message>
        <message>
            <source>a picture, sound or text the studio can read</source>
            <translation>可以读取的图片、声音或文本</translation>
        </message>
        <message>
            <source>a sound: it has no samples</source>
            <translation>声音：其中没有内容</translation>
        </message>
        <message>
            <source>{count} hours</source>
            <translation>{count} 小时</translation>
        </message>
        <message>
            <source>a text</source>
            <translation>文本</translation>
        </message>
        <message>
            <source>more than {count} megapixels</source>
            <translation>超过 {count} 百万像素</translation>
        </message>
        <message>
            <source>contact sheet of {count} assets</source>
            <translation>{count} 个素材的缩略图总览</translation>
        </message>
        <message>
            <source>contact sheet</source>
            <translation>缩略图总览</translation>
        </message>
        <message>
            <source>of {count} pictures</source>
            <translation>{count} 张图片的</translation>
        </message>
        <message>
            <source>columns</source>
            <translation>列数</translation>
        </message>
        <message>
            <source>{program} {setting}: {value}</source>
            <translation>{program} {setting}：{value}</translation>
        </message>
        <message>
            <source>None that fits is installed; import {wanted} for {family}.</source>
            <translation>没有安装适合的；请导入适用于 {family} 的 {wanted}。</translation>
        </message>
        <message>
            <source>Fitting ones installed: {names}.</source>
            <translation>已安装的适合项：{names}。</translation>
        </message>
        <message>
            <source>{first} or {second}</source>
            <translation>{first} 或 {second}</translation>
        </message>
        <message>
            <source>an unknown family</source>
            <translation>未知系列</translation>
        </message>
        <message>
            <source>ControlNet or T2I-Adapter for {map}</source>
            <translation>用于“{map}”的 ControlNet 或 T2I-Adapter</translation>
        </message>
        <message>
            <source>a CLIP image encoder whose layer {layer} is {width} wide</source>
            <translation>{layer} 层宽度为 {width} 的 CLIP 图像编码器</translation>
        </message>
        <message>
            <source>Import the folder “image_encoder” that its publisher keeps beside it.</source>
            <translation>请导入发布者放在它旁边的“image_encoder”文件夹。</translation>
        </message>
        <message>
            <source>Import the folder of a depth model of transformers (Depth Anything, DPT, ZoeDepth) in the model library.</source>
            <translation>请在模型库中导入 transformers 深度模型的文件夹（Depth Anything、DPT、ZoeDepth）。</translation>
        </message>
        <message>
            <source>a model that works by itself</source>
            <translation>可独立使用的模型</translation>
        </message>
        <message>
            <source>Import one for {family} in the model library.</source>
            <translation>请在模型库中导入一个适用于 {family} 的。</translation>
        </message>
        <message>
            <source>a model that estimates depth</source>
            <translation>估计深度的模型</translation>
        </message>
        <message>
            <source>this map</source>
            <translation>此控制图</translation>
        </message>
        <message>
            <source>Of this model one can set: {names}.</source>
            <translation>此模型可以设置：{names}。</translation>
        </message>
        <message>
            <source>Nothing of this model can be set.</source>
            <translation>此模型没有可以设置的内容。</translation>
        </message>
        <message>
            <source>Choose one word without spaces.</source>
            <translation>请选择一个不含空格的词。</translation>
        </message>
        <message>
            <source>it is a ControlNet Union in one file</source>
            <translation>它是单个文件的 ControlNet Union</translation>
        </message>
        <message>
            <source>it is a Control-LoRA, which the studio does not use; get the ControlNet itself</source>
            <translation>它是 Control-LoRA，无法使用；请获取 ControlNet 本身</translation>
        </message>
        <message>
            <source>it is a ControlNet for Flux or Stable Diffusion 3 without its configuration</source>
            <translation>它是用于 Flux 或 Stable Diffusion 3 的 ControlNet，但缺少配置</translation>
        </message>
        <message>
            <source>it is a T2I-Adapter without its configuration</source>
            <translation>它是 T2I-Adapter，但缺少配置</translation>
        </message>
        <message>
            <source>Import a ControlNet for a single kind of map.</source>
            <translation>请导入只跟随一种控制图的 ControlNet。</translation>
        </message>
        <message>
            <source>it is a ControlNet for Stable Diffusion 2</source>
            <translation>它是用于 Stable Diffusion 2 的 ControlNet</translation>
        </message>
        <message>
            <source>Import its diffusers folder, which has a config.json.</source>
            <translation>请导入它的 diffusers 文件夹，其中有 config.json。</translation>
        </message>
        <message>
            <source>The studio uses ControlNets for SD 1.5, SDXL, SD 3 and Flux.</source>
            <translation>可以使用 SD 1.5、SDXL、SD 3 和 Flux 的 ControlNet。</translation>
        </message>
        <message>
            <source>it names the unknown adapter “{kind}”</source>
            <translation>其中写的适配器“{kind}”无法识别</translation>
        </message>
        <message>
            <source>The studio uses LoRA, ControlNet, T2I-Adapter, IP-Adapter, textual inversion and VAE files.</source>
            <translation>可以使用 LoRA、ControlNet、T2I-Adapter、IP-Adapter、文本反演和 VAE 文件。</translation>
        </message>
        <message>
            <source>it is an IP-Adapter for Flux; the studio uses those for SD 1.5 and SDXL</source>
            <translation>它是用于 Flux 的 IP-Adapter；可以使用的是 SD 1.5 和 SDXL 的</translation>
        </message>
        <message>
            <source>it is an IP-Adapter FaceID, which needs a face recogniser the studio does not have</source>
            <translation>它是 IP-Adapter FaceID，需要程序中没有的人脸识别器</translation>
        </message>
        <message>
            <source>it is an IP-Adapter of a form the studio does not know</source>
            <translation>它是形式未知的 IP-Adapter</translation>
        </message>
        <message>
            <source>it is an IP-Adapter for Stable Diffusion 2</source>
            <translation>它是用于 Stable Diffusion 2 的 IP-Adapter</translation>
        </message>
        <message>
            <source>it does not say how wide its layers are</source>
            <translation>其中没有说明各层的宽度</translation>
        </message>
        <message>
            <source>it is a ControlNet-LLLite, which the studio does not use</source>
            <translation>它是 ControlNet-LLLite，无法使用</translation>
        </message>
        <message>
            <source>it is a LoRA that lacks half of its weights</source>
            <translation>它是 LoRA，但缺少一半权重</translation>
        </message>
        <message>
            <source>it is {kind}; of LyCORIS the studio uses LoRA, LoCon and DoRA</source>
            <translation>它是 {kind}；LyCORIS 中可以使用 LoRA、LoCon 和 DoRA</translation>
        </message>
        <message>
            <source>CLIP text encoder</source>
            <translation>CLIP 文本编码器</translation>
        </message>
        <message>
            <source>its weights are not those of a picture model the studio knows</source>
            <translation>它的权重不属于任何已知的图片模型</translation>
        </message>
        <message>
            <source>second text encoder</source>
            <translation>第二文本编码器</translation>
        </message>
        <message>
            <source>T5 text encoder</source>
            <translation>T5 文本编码器</translation>
        </message>
        <message>
            <source>it is a LoRA or another addition to a model, not a model</source>
            <translation>它是 LoRA 或其他附加模型，不是主模型</translation>
        </message>
        <message>
            <source>it is the refiner of Stable Diffusion XL, which only follows after a base model</source>
            <translation>它是 Stable Diffusion XL 的精修模型，只能接在基础模型之后</translation>
        </message>
        <message>
            <source>it is of the family Stable Diffusion 2, which the studio does not run</source>
            <translation>它属于 Stable Diffusion 2 系列，无法运行</translation>
        </message>
        <message>
            <source>text encoder</source>
            <translation>文本编码器</translation>
        </message>
        <message>
            <source>Choose a .gguf or .safetensors file, or a diffusers or transformers folder.</source>
            <translation>请选择 .gguf 或 .safetensors 文件，或 diffusers、transformers 文件夹。</translation>
        </message>
        <message>
            <source>it is not a language model that writes text (its kind: {what})</source>
            <translation>它不是能写文字的语言模型（类型：{what}）</translation>
        </message>
        <message>
            <source>it has neither model_index.json nor config.json</source>
            <translation>其中既没有 model_index.json，也没有 config.json</translation>
        </message>
        <message>
            <source>its part “{part}” needs the program code of “{made_of}”</source>
            <translation>它的部件“{part}”需要“{made_of}”的程序代码</translation>
        </message>
        <message>
            <source>unknown</source>
            <translation>未知</translation>
        </message>
        <message>
            <source>it holds {count} model files</source>
            <translation>其中有 {count} 个模型文件</translation>
        </message>
        <message>
            <source>Import them one by one: {names}.</source>
            <translation>请逐个导入：{names}。</translation>
        </message>
        <message>
            <source>it names no pipeline</source>
            <translation>其中没有写明流水线</translation>
        </message>
        <message>
            <source>it holds no weights</source>
            <translation>其中没有权重</translation>
        </message>
        <message>
            <source>it is missing</source>
            <translation>文件缺失</translation>
        </message>
        <message>
            <source>this part of the pipeline is missing</source>
            <translation>缺少流水线的这一部分</translation>
        </message>
        <message>
            <source>{missing} bytes are missing at its end</source>
            <translation>末尾缺少 {missing} 字节</translation>
        </message>
        <message>
            <source>it is of GGUF version {version}</source>
            <translation>它的 GGUF 版本为 {version}</translation>
        </message>
        <message>
            <source>its header cannot be read to its end ({size} bytes)</source>
            <translation>无法完整读取文件头（{size} 字节）</translation>
        </message>
        <message>
            <source>Get a file of version 2 or 3.</source>
            <translation>请获取版本 2 或 3 的文件。</translation>
        </message>
        <message>
            <source>it is not a GGUF file</source>
            <translation>它不是 GGUF 文件</translation>
        </message>
        <message>
            <source>it is too long</source>
            <translation>文件过长</translation>
        </message>
        <message>
            <source>it is not valid JSON</source>
            <translation>它不是有效的 JSON</translation>
        </message>
        <message>
            <source>it is missing beside the other parts</source>
            <translation>其他部分旁边缺少这个文件</translation>
        </message>
        <message>
            <source>it is not a safetensors file</source>
            <translation>它不是 safetensors 文件</translation>
        </message>
        <message>
            <source>it ends after {size} bytes, inside its header</source>
            <translation>它在 {size} 字节处中断，文件头不完整</translation>
        </message>
        <message>
            <source>its header cannot be read</source>
            <translation>无法读取文件头</translation>
        </message>
        <message>
            <source>its header contradicts itself</source>
            <translation>文件头自相矛盾</translation>
        </message>
        <message>
            <source>Choose a network that enlarges pictures (ESRGAN, SPAN, DAT, HAT, SwinIR, PLKSR and others).</source>
            <translation>请选择放大图片的网络（ESRGAN、SPAN、DAT、HAT、SwinIR、PLKSR 等）。</translation>
        </message>
        <message>
            <source>it invents faces, which the studio does not do to pictures of people</source>
            <translation>它会凭空生成人脸，程序不会这样处理人物图片</translation>
        </message>
        <message>
            <source>it is a network ({architecture}) that restores pictures without enlarging them</source>
            <translation>它是修复图片但不放大的网络（{architecture}）</translation>
        </message>
        <message>
            <source>Choose a model that writes captions (BLIP, Florence-2, SmolVLM …), that classifies pictures (ViT, Swin, ConvNeXt …) or finds objects (YOLOS, RT-DETR …), as a transformers folder with safetensors weights.</source>
            <translation>请选择能写图片描述（BLIP、Florence-2、SmolVLM 等）、给图片分类（ViT、Swin、ConvNeXt 等）或查找物体（YOLOS、RT-DETR 等）的模型，格式为带 safetensors 权重的 transformers 文件夹。</translation>
        </message>
        <message>
            <source>a part of it needs the package timm, which the studio does not use</source>
            <translation>它有一部分需要 timm 软件包，程序不使用它</translation>
        </message>
        <message>
            <source>a GGUF file of the kind “{kind}” does not write text</source>
            <translation>“{kind}”类的 GGUF 文件不能写文字</translation>
        </message>
        <message>
            <source>Use a file that has everything in it, or the model's diffusers folder.</source>
            <translation>请使用包含全部内容的文件，或该模型的 diffusers 文件夹。</translation>
        </message>
        <message>
            <source>it is {name} without its {parts}</source>
            <translation>它是 {name}，但缺少{parts}</translation>
        </message>
        <message>
            <source>it has {size} bytes instead of {expected}</source>
            <translation>大小为 {size} 字节，应为 {expected} 字节</translation>
        </message>
        <message>
            <source>it is not there any more</source>
            <translation>文件已经不在了</translation>
        </message>
        <message>
            <source>npm could not get it</source>
            <translation>npm 无法获取它</translation>
        </message>
        <message>
            <source>Install Node.js, which brings npm (nodejs.org, or your system's packages), then try again.</source>
            <translation>请安装带有 npm 的 Node.js（nodejs.org，或系统软件包），然后重试。</translation>
        </message>
        <message>
            <source>the disk is full</source>
            <translation>磁盘已满</translation>
        </message>
        <message>
            <source>the npm registry does not have version {version}</source>
            <translation>npm 源中没有版本 {version}</translation>
        </message>
        <message>
            <source>the npm registry cannot be reached</source>
            <translation>无法连接 npm 源</translation>
        </message>
        <message>
            <source>npm, which downloads this model</source>
            <translation>用于下载此模型的 npm</translation>
        </message>
        <message>
            <source>pip could not get it</source>
            <translation>pip 无法获取它</translation>
        </message>
        <message>
            <source>the package index cannot be reached</source>
            <translation>无法连接软件包源</translation>
        </message>
        <message>
            <source>the package index does not have version {version}</source>
            <translation>软件包源中没有版本 {version}</translation>
        </message>
        <message>
            <source>pip, which downloads packages, is not part of this Python</source>
            <translation>此 Python 中没有用于下载软件包的 pip</translation>
        </message>
        <message>
            <source>none that is installed can; install one in the model library.</source>
            <translation>已安装的都不能；请在模型库中安装一个。</translation>
        </message>
        <message>
            <source>{names}.</source>
            <translation>{names}。</translation>
        </message>
        <message>
            <source>sound</source>
            <translation>声音</translation>
        </message>
        <message>
            <source>an MP3 file</source>
            <translation>MP3 文件</translation>
        </message>
        <message>
            <source>picture</source>
            <translation>图片</translation>
        </message>
        <message>
            <source>a JPEG picture</source>
            <translation>JPEG 图片</translation>
        </message>
        <message>
            <source>a PNG picture</source>
            <translation>PNG 图片</translation>
        </message>
        <message>
            <source>a WAV file</source>
            <translation>WAV 文件</translation>
        </message>
        <message>
            <source>a WebP picture</source>
            <translation>WebP 图片</translation>
        </message>
        <message>
            <source>an SVG picture</source>
            <translation>SVG 图片</translation>
        </message>
        <message>
            <source>an Ogg Vorbis or Opus file</source>
            <translation>Ogg Vorbis 或 Opus 文件</translation>
        </message>
        <message>
            <source>a FLAC file</source>
            <translation>FLAC 文件</translation>
        </message>
        <message>
            <source>the crop was clipped to the picture: {size} at {place}</source>
            <translation>裁剪范围已限制在图片内：{size}，位置 {place}</translation>
        </message>
        <message>
            <source>Choose a frame inside the picture ({width} × {height}).</source>
            <translation>请在图片（{width} × {height}）内选择范围。</translation>
        </message>
        <message>
            <source>{count} megapixels, {side} on a side</source>
            <translation>{count} 百万像素，单边 {side}</translation>
        </message>
        <message>
            <source>the result</source>
            <translation>结果</translation>
        </message>
        <message>
            <source>the mask was scaled from {had} to {size}</source>
            <translation>蒙版已从 {had} 缩放到 {size}</translation>
        </message>
        <message>
            <source>drawn at {size} pixels</source>
            <translation>以 {size} 像素绘制</translation>
        </message>
        <message>
            <source>converted from the colour profile “{name}” to sRGB</source>
            <translation>已从颜色配置文件“{name}”转换为 sRGB</translation>
        </message>
        <message>
            <source>turned upright as its EXIF data says</source>
            <translation>已按 EXIF 信息转正</translation>
        </message>
        <message>
            <source>reduced from more than 8 bits per channel</source>
            <translation>已从每通道 8 位以上降为 8 位</translation>
        </message>
        <message>
            <source>converted from CMYK without a profile</source>
            <translation>已从无配置文件的 CMYK 转换</translation>
        </message>
        <message>
            <source>only the first frame of the animation was used</source>
            <translation>只使用了动画的第一帧</translation>
        </message>
        <message>
            <source>its colour profile does not fit the picture and was left out</source>
            <translation>颜色配置文件与图片不符，已忽略</translation>
        </message>
        <message>
            <source>its colour profile is damaged and was left out</source>
            <translation>颜色配置文件已损坏，已忽略</translation>
        </message>
        <message>
            <source>a complete picture (it is damaged)</source>
            <translation>完整的图片（文件已损坏）</translation>
        </message>
        <message>
            <source>a picture the studio can read</source>
            <translation>可以读取的图片</translation>
        </message>
        <message>
            <source>Choose it from the list.</source>
            <translation>请从列表中选择。</translation>
        </message>
        <message>
            <source>a control map painted by hand</source>
            <translation>手绘的控制图</translation>
        </message>
        <message>
            <source>traced at {size} pixels</source>
            <translation>以 {size} 像素描摹</translation>
        </message>
        <message>
            <source>sound above 24 kHz is removed</source>
            <translation>已去除 24 kHz 以上的声音</translation>
        </message>
        <message>
            <source>only the first two channels are kept</source>
            <translation>只保留了前两个声道</translation>
        </message>
        <message>
            <source>“{word}” stands in neither prompt, so the embedding did nothing</source>
            <translation>两段提示词中都没有“{word}”，因此嵌入没有作用</translation>
        </message>
        <message>
            <source>{count} weights of “{name}” belong to no layer of this model and were left out</source>
            <translation>“{name}”有 {count} 个权重不属于该模型的任何层，已略去</translation>
        </message>
        <message>
            <source>strength {strength} was raised to {least}: there is nothing yet to keep in the new area</source>
            <translation>强度已从 {strength} 提高到 {least}：新区域中还没有可保留的内容</translation>
        </message>
        <message>
            <source>strength {strength} was raised to {least}: one step of {steps}</source>
            <translation>强度已从 {strength} 提高到 {least}：{steps} 步中的一步</translation>
        </message>
        <message>
            <source>the negative prompt was followed with a true guidance of {value}</source>
            <translation>反向提示词以 {value} 的真实引导强度生效</translation>
        </message>
        <message>
            <source>this model knows no guidance: it was left out</source>
            <translation>该模型不支持引导强度，已略去</translation>
        </message>
        <message>
            <source>sampler: {name}</source>
            <translation>采样器：{name}</translation>
        </message>
        <message>
            <source>with this control no negative prompt is taken: it was left out</source>
            <translation>使用此控制时不支持反向提示词，已略去</translation>
        </message>
        <message>
            <source>this model reads no weights: brackets and BREAK were taken out of the prompt</source>
            <translation>该模型不支持权重：已去掉提示词中的括号和 BREAK</translation>
        </message>
        <message>
            <source>clip skip is for models that read their prompt with CLIP layers: it was left out</source>
            <translation>Clip skip 只用于以 CLIP 读取提示词的模型，已略去</translation>
        </message>
        <message>
            <source>this model takes no negative prompt: it was left out</source>
            <translation>该模型不支持反向提示词，已略去</translation>
        </message>
        <message>
            <source>the model read the first {most} of {count} tokens of the prompt</source>
            <translation>提示词有 {count} 个词元，模型只读取了前 {most} 个</translation>
        </message>
        <message>
            <source>clip skip {skip} was reduced to {layers}: the text encoder has no more layers</source>
            <translation>Clip skip 已从 {skip} 减为 {layers}：文本编码器没有更多层</translation>
        </message>
        <message>
            <source>the model read the first {most} of {count} tokens of “{text}…”</source>
            <translation>“{text}…”有 {count} 个词元，模型只读取了前 {most} 个</translation>
        </message>
        <message>
            <source>enlarged by interpolation: no upscaler is installed</source>
            <translation>以插值放大：没有安装放大模型</translation>
        </message>
        <message>
            <source>enlarged with {name}</source>
            <translation>用 {name} 放大</translation>
        </message>
        <message>
            <source>enlarged by interpolation: {name} would make it too large in between</source>
            <translation>以插值放大：{name} 的中间结果会过大</translation>
        </message>
        <message>
            <source>the plain background was cut out</source>
            <translation>已去除纯色背景</translation>
        </message>
        <message>
            <source>the background was not plain, so it was not cut out</source>
            <translation>背景不是纯色，因此没有去除</translation>
        </message>
        <message>
            <source>the picture's transparency was laid over white</source>
            <translation>图片的透明部分已铺为白色</translation>
        </message>
        <message>
            <source>memory ran out: {note}</source>
            <translation>内存不足：{note}</translation>
        </message>
        <message>
            <source>{switch} was left out: {reason}</source>
            <translation>未使用“{switch}”：{reason}</translation>
        </message>
        <message>
            <source>drawn at {drawn} and laid into the picture of {size}</source>
            <translation>以 {drawn} 绘制，再放入 {size} 的图片</translation>
        </message>
        <message>
            <source>not refined: this model draws whole pictures only, not parts of them</source>
            <translation>未精修：该模型只能绘制整张图片，不能绘制局部</translation>
        </message>
        <message>
            <source>refined as a whole</source>
            <translation>整张精修</translation>
        </message>
        <message>
            <source>refined in {count} tiles</source>
            <translation>分 {count} 块精修</translation>
        </message>
        <message>
            <source>repeats in both directions</source>
            <translation>横向和纵向都可重复</translation>
        </message>
        <message>
            <source>repeats along {axes}</source>
            <translation>可重复方向：{axes}</translation>
        </message>
        <message>
            <source>Single files can be Stable Diffusion 1.5, SDXL, SD 3 / 3.5 or Flux checkpoints.</source>
            <translation>单个文件可以是 Stable Diffusion 1.5、SDXL、SD 3 / 3.5 或 Flux 的检查点。</translation>
        </message>
        <message>
            <source>autoencoder (VAE)</source>
            <translation>自编码器（VAE）</translation>
        </message>
        <message>
            <source>its family is not known</source>
            <translation>无法识别它的系列</translation>
        </message>
        <message>
            <source>{file}: the {parts}</source>
            <translation>{file} 的{parts}</translation>
        </message>
        <message>
            <source>Import a checkpoint that holds everything, or the model's whole diffusers folder.</source>
            <translation>请导入包含全部内容的检查点，或该模型完整的 diffusers 文件夹。</translation>
        </message>
        <message>
            <source>some weights of its networks are missing</source>
            <translation>它的网络缺少部分权重</translation>
        </message>
        <message>
            <source>there is no .safetensors file</source>
            <translation>没有 .safetensors 文件</translation>
        </message>
        <message>
            <source>it is cut off</source>
            <translation>文件不完整</translation>
        </message>
        <message>
            <source>{name} of its {part} is missing</source>
            <translation>它的 {part} 缺少 {name}</translation>
        </message>
        <message>
            <source>the picture is not larger than one tile ({count} pixels)</source>
            <translation>图片不大于一个分块（{count} 像素）</translation>
        </message>
        <message>
            <source>this model's autoencoder cannot work in tiles</source>
            <translation>该模型的自编码器不能分块工作</translation>
        </message>
        <message>
            <source>this model's attention cannot be cut into slices</source>
            <translation>该模型的注意力不能切片</translation>
        </message>
        <message>
            <source>reference pictures change the attention, which then cannot be sliced</source>
            <translation>参考图片会改变注意力，因此不能切片</translation>
        </message>
        <message>
            <source>there is no other memory than the processor's own</source>
            <translation>除处理器的内存外没有其他内存</translation>
        </message>
        <message>
            <source>it is on already</source>
            <translation>它已经开启</translation>
        </message>
        <message>
            <source>the network works on one picture at a time already</source>
            <translation>网络本来就一次只处理一张图片</translation>
        </message>
        <message>
            <source>this kind of model has no blocks that could be left out; Flux has</source>
            <translation>这类模型没有可以略过的模块；Flux 有</translation>
        </message>
        <message>
            <source>with {count} steps nothing is left to reuse</source>
            <translation>只有 {count} 步，没有可以复用的内容</translation>
        </message>
        <message>
            <source>this kind of model has no blocks that repeat</source>
            <translation>这类模型没有重复的模块</translation>
        </message>
        <message>
            <source>it does not help on this device</source>
            <translation>它在此设备上没有帮助</translation>
        </message>
        <message>
            <source>it needs a C++ compiler, and none was found</source>
            <translation>它需要 C++ 编译器，但没有找到</translation>
        </message>
        <message>
            <source>it needs Triton, which does not exist for Windows</source>
            <translation>它需要 Triton，而 Windows 上没有</translation>
        </message>
        <message>
            <source>it gains nothing on this device</source>
            <translation>它在此设备上没有提升</translation>
        </message>
        <message>
            <source>LoRAs and reference pictures need the projections apart</source>
            <translation>LoRA 和参考图片需要分开的投影</translation>
        </message>
        <message>
            <source>this kind of model cannot fuse its projections</source>
            <translation>这类模型不能合并投影</translation>
        </message>
        <message>
            <source>decoded in tiles</source>
            <translation>分块解码</translation>
        </message>
        <message>
            <source>attention in slices</source>
            <translation>注意力切片</translation>
        </message>
        <message>
            <source>networks kept in main memory but for the one at work</source>
            <translation>除正在工作的网络外都放在主内存中</translation>
        </message>
        <message>
            <source>prompt and negative prompt one after the other</source>
            <translation>提示词和反向提示词依次计算</translation>
        </message>
        <message>
            <source>weights kept in 8 bits (fp8)</source>
            <translation>权重以 8 位保存（fp8）</translation>
        </message>
        <message>
            <source>weights kept in 8 bits (int8)</source>
            <translation>权重以 8 位保存（int8）</translation>
        </message>
        <message>
            <source>steps that change little were not computed whole</source>
            <translation>变化很小的步骤没有完整计算</translation>
        </message>
        <message>
            <source>compiled blocks</source>
            <translation>已编译模块</translation>
        </message>
        <message>
            <source>channels last</source>
            <translation>通道后置</translation>
        </message>
        <message>
            <source>fused projections</source>
            <translation>合并投影</translation>
        </message>
        <message>
            <source>the autoencoder gave values that are not numbers: decoded again in float32</source>
            <translation>自编码器给出了非数值：已用 float32 重新解码</translation>
        </message>
        <message>
            <source>tuning found nothing that is faster on this machine</source>
            <translation>调优没有找到在本机上更快的方式</translation>
        </message>
        <message>
            <source>trying {switch}</source>
            <translation>正在试用“{switch}”</translation>
        </message>
        <message>
            <source>This model knows none of these words; write other ones, or English.</source>
            <translation>该模型不认识这些词；请换用其他词，或用英文写。</translation>
        </message>
        <message>
            <source>prompt run as: {text}</source>
            <translation>实际使用的提示词：{text}</translation>
        </message>
        <message>
            <source>negative prompt run as: {text}</source>
            <translation>实际使用的反向提示词：{text}</translation>
        </message>
        <message>
            <source>words the model does not know: {names}</source>
            <translation>模型不认识的词：{names}</translation>
        </message>
        <message>
            <source>all takes are alike: this voice has no variation</source>
            <translation>所有候选都相同：此声音没有变化</translation>
        </message>
        <message>
            <source>it is empty</source>
            <translation>结果为空</translation>
        </message>
        <message>
            <source>stopped: the model's context is full</source>
            <translation>已停止：模型的上下文已满</translation>
        </message>
        <message>
            <source>stopped at the length limit</source>
            <translation>达到长度上限，已停止</translation>
        </message>
        <message>
            <source>the file is incomplete, or of a kind that llama.cpp does not know</source>
            <translation>文件不完整，或属于 llama.cpp 不认识的类型</translation>
        </message>
        <message>
            <source>Install the studio again with all its parts.</source>
            <translation>请重新完整安装程序。</translation>
        </message>
        <message>
            <source>worked at {count} pixels, then scaled to the picture's size</source>
            <translation>以 {count} 像素处理，再缩放到图片大小</translation>
        </message>
        <message>
            <source>Choose a larger one.</source>
            <translation>请选择更大的图片。</translation>
        </message>
        <message>
            <source>it is a network ({architecture}) that does not enlarge pictures</source>
            <translation>它是不会放大图片的网络（{architecture}）</translation>
        </message>
        <message>
            <source>Choose another model, or a newer version of the studio.</source>
            <translation>请选择其他模型，或更新的程序版本。</translation>
        </message>
        <message>
            <source>its weights do not fit its architecture</source>
            <translation>它的权重与其架构不符</translation>
        </message>
        <message>
            <source>it is a network ({architecture}) for pictures of {count} channels</source>
            <translation>它是用于 {count} 通道图片的网络（{architecture}）</translation>
        </message>
        <message>
            <source>Install it without the packages it asks for: pip install --no-deps spandrel</source>
            <translation>请不带它要求的软件包安装：pip install --no-deps spandrel</translation>
        </message>
        <message>
            <source>Choose another upscaler.</source>
            <translation>请选择其他放大模型。</translation>
        </message>
        <message>
            <source>its architecture is not known</source>
            <translation>无法识别它的架构</translation>
        </message>
        <message>
            <source>it names no safetensors file</source>
            <translation>其中没有写明 safetensors 文件</translation>
        </message>
        <message>
            <source>memory was short: worked in tiles of {count} pixels instead of {wanted}</source>
            <translation>内存不足：改用 {count} 像素的分块（原为 {wanted}）</translation>
        </message>
        <message>
            <source>some of it was computed in float32: half the precision was not enough</source>
            <translation>部分改用 float32 计算：半精度不够</translation>
        </message>
        <message>
            <source>scaled to {width}×{height} before the map was made</source>
            <translation>生成控制图前已缩放到 {width}×{height}</translation>
        </message>
        <message>
            <source>Install a model that finds other subjects in the model library, or cut out by colour with more tolerance.</source>
            <translation>请在模型库中安装能识别其他主体的模型，或提高容差按颜色抠图。</translation>
        </message>
        <message>
            <source>its background is not plain</source>
            <translation>背景不是纯色</translation>
        </message>
        <message>
            <source>no person was found</source>
            <translation>没有找到人物</translation>
        </message>
        <message>
            <source>nothing in it stands out</source>
            <translation>其中没有突出的主体</translation>
        </message>
        <message>
            <source>Crop it closer to what you want, or raise the tolerance and cut out by colour.</source>
            <translation>请裁剪得更贴近主体，或提高容差按颜色抠图。</translation>
        </message>
        <message>
            <source>cut out by {method}</source>
            <translation>抠图方式：{method}</translation>
        </message>
        <message>
            <source>Raise the tolerance, or choose another method.</source>
            <translation>请提高容差，或选择其他方式。</translation>
        </message>
        <message>
            <source>its border is not of one colour</source>
            <translation>边缘不是单一颜色</translation>
        </message>
        <message>
            <source>none of these.</source>
            <translation>这些都不能。</translation>
        </message>
        <message>
            <source>{count} paths</source>
            <translation>{count} 条路径</translation>
        </message>
        <message>
            <source>Choose a model whose architecture transformers knows itself.</source>
            <translation>请选择 transformers 自身支持其架构的模型。</translation>
        </message>
        <message>
            <source>it needs its own program code</source>
            <translation>它需要自带的程序代码</translation>
        </message>
        <message>
            <source>choose another model.</source>
            <translation>请换一个模型。</translation>
        </message>
        <message>
            <source>{count} objects</source>
            <translation>{count} 个物体</translation>
        </message>
        <message>
            <source>nothing was found with that much confidence</source>
            <translation>没有找到达到该置信度的内容</translation>
        </message>
        <message>
            <source>without voice activity detection</source>
            <translation>未使用语音活动检测</translation>
        </message>
        <message>
            <source>no speech was found in the sound</source>
            <translation>声音中没有找到语音</translation>
        </message>
        <message>
            <source>no speech was understood in the sound</source>
            <translation>没有听懂声音中的语音</translation>
        </message>
        <message>
            <source>{name} · {note}</source>
            <translation>{name} · {note}</translation>
        </message>
        <message>
            <source>{name}: failed: {error}</source>
            <translation>{name}：失败：{error}</translation>
        </message>
        <message>
            <source>Import the folder of a depth model in the model library.</source>
            <translation>请在模型库中导入深度模型的文件夹。</translation>
        </message>
        <message>
            <source>It was inverted: leave something black.</source>
            <translation>蒙版已反转：请留下一些黑色。</translation>
        </message>
        <message>
            <source>Paint white what is to change.</source>
            <translation>请把要修改的部分涂白。</translation>
        </message>
        <message>
            <source>Nothing is left of it after shrinking; shrink it less.</source>
            <translation>收缩后什么都不剩；请减少收缩。</translation>
        </message>
        <message>
            <source>all white</source>
            <translation>全白的</translation>
        </message>
        <message>
            <source>all black</source>
            <translation>全黑的</translation>
        </message>
        <message>
            <source>not spoken: {symbols}</source>
            <translation>未读出：{symbols}</translation>
        </message>
        <message>
            <source>loudness {loudness} LUFS: its peaks allow no more</source>
            <translation>响度 {loudness} LUFS：峰值不允许更高</translation>
        </message>
        <message>
            <source>Choose sides that differ less (8 : 1).</source>
            <translation>请选择相差更小的边长（最多 8 : 1）。</translation>
        </message>
        <message>
            <source>too small along {name} to be blended</source>
            <translation>{name} 方向太小，无法融合</translation>
        </message>
        <message>
            <source>the model cannot draw {size}; the nearest it can is {drawn}</source>
            <translation>模型不能绘制 {size}；最接近的是 {drawn}</translation>
        </message>
        <message>
            <source>drawn at {drawn}, then enlarged to {size}</source>
            <translation>以 {drawn} 绘制，再放大到 {size}</translation>
        </message>
        <message>
            <source>“{family}” is no network that finds subjects</source>
            <translation>“{family}”不是识别主体的网络</translation>
        </message>
        <message>
            <source>it is not a network in TFLite format</source>
            <translation>它不是 TFLite 格式的网络</translation>
        </message>
        <message>
            <source>Choose another model.</source>
            <translation>请选择其他模型。</translation>
        </message>
        <message>
            <source>its input is {shape}</source>
            <translation>它的输入是 {shape}</translation>
        </message>
        <message>
            <source>enlarged ×{scale} {count} times</source>
            <translation>以 ×{scale} 放大 {count} 次</translation>
        </message>
        <message>
            <source>enlarged ×{reached}, then reduced to ×{scale}</source>
            <translation>先放大 ×{reached}，再缩小到 ×{scale}</translation>
        </message>
        <message>
            <source>no .param and .bin files of an upscaler in it</source>
            <translation>其中没有放大模型的 .param 和 .bin 文件</translation>
        </message>
        <message>
            <source>ncnn cannot read it</source>
            <translation>ncnn 无法读取它</translation>
        </message>
        <message>
            <source>the upscaler returned {shape} for {given}</source>
            <translation>放大模型对 {given} 返回了 {shape}</translation>
        </message>
        <message>
            <source>the upscaler gave values that are not numbers</source>
            <translation>放大模型给出了非数值</translation>
        </message>
        <message>
            <source>one that can. This one is for: {tasks}.</source>
            <translation>能完成它的模型。这个模型用于：{tasks}。</translation>
        </message>
        <message>
            <source>take {take} of {takes} is missing</source>
            <translation>缺少第 {take} 个候选（共 {takes} 个）</translation>
        </message>
        <message>
            <source>the program that runs it does not take it</source>
            <translation>运行它的程序不接受它</translation>
        </message>
        <message>
            <source>an empty sound</source>
            <translation>空的声音</translation>
        </message>
        <message>
            <source>a sound with values that are not numbers</source>
            <translation>含有非数值的声音</translation>
        </message>
        <message>
            <source>Choose two settings.</source>
            <translation>请选择两个不同的设置。</translation>
        </message>
        <message>
            <source>{count} units</source>
            <translation>{count} 个单元</translation>
        </message>
        <message>
            <source>Give one: one map is made at a time.</source>
            <translation>请只给一个：一次只生成一张控制图。</translation>
        </message>
        <message>
            <source>Choose one of: {names}; or nothing for a picture that is a map already.</source>
            <translation>可选：{names}；图片本身已是控制图时请留空。</translation>
        </message>
        <message>
            <source>Choose one of: {names}.</source>
            <translation>可选：{names}。</translation>
        </message>
        <message>
            <source>Choose {low} to {high}.</source>
            <translation>请在 {low} 到 {high} 之间选择。</translation>
        </message>
        <message>
            <source>At most {limit} can be used.</source>
            <translation>最多可用 {limit} 个。</translation>
        </message>
        <message>
            <source>empty</source>
            <translation>空的</translation>
        </message>
        <message>
            <source>Name a LoRA of the model library.</source>
            <translation>请填写模型库中的一个 LoRA。</translation>
        </message>
        <message>
            <source>Choose less than its end ({end}).</source>
            <translation>请选择小于其终点（{end}）的值。</translation>
        </message>
        <message>
            <source>Choose at most its upper threshold ({high}).</source>
            <translation>请选择不大于其上阈值（{high}）的值。</translation>
        </message>
        <message>
            <source>a picture for control {number} (an input of the role “{input}”)</source>
            <translation>控制 {number} 的图片（用途为“{input}”的输入）</translation>
        </message>
        <message>
            <source>a picture for reference {number} (an input of the role “{input}”)</source>
            <translation>参考 {number} 的图片（用途为“{input}”的输入）</translation>
        </message>
        <message>
            <source>A grid varies a setting of the task by its name, for example steps, guidance, seed, model or hires.strength.</source>
            <translation>网格按名称变化任务的某个设置，例如 steps、guidance、seed、model 或 hires.strength。</translation>
        </message>
        <message>
            <source>Choose at most {limit} values.</source>
            <translation>最多选择 {limit} 个值。</translation>
        </message>
        <message>
            <source>The request has {count} of them; the first is number 0.</source>
            <translation>此请求中有 {count} 个；第一个的编号是 0。</translation>
        </message>
        <message>
            <source>The step leads away from the end.</source>
            <translation>步长的方向与终点相反。</translation>
        </message>
        <message>
            <source>Write width × height, as 512x768.</source>
            <translation>请写成宽 × 高，例如 512x768。</translation>
        </message>
        <message>
            <source>A grid needs a task that draws.</source>
            <translation>网格需要会出图的任务。</translation>
        </message>
        <message>
            <source>Choose what varies along x.</source>
            <translation>请选择各列变化的设置。</translation>
        </message>
        <message>
            <source>The first value is the text in the prompt that the others take the place of.</source>
            <translation>第一个值须是提示词里的原文，其余的值会依次替换它。</translation>
        </message>
        <message>
            <source>Write parts that may be left out behind a |, as in: a cat | wearing a hat | in snow.</source>
            <translation>把可有可无的部分写在 | 后面，例如：一只猫 | 戴着帽子 | 在雪中。</translation>
        </message>
    </context>
    <context>
        <name>listing</name>
        <message>
            <source>, </source>
            <translation>、</translation>
        </message>
        <message>
            <source>{names} and {count} more</source>
            <translation>{names}，另有 {count} 项</translation>
        </message>
    </context>
    <context>
        <name>settings</name>
        <message>
            <source>Language</source>
            <translation>语言</translation>
        </message>
        <message>
            <source>The language of the interface.</source>
            <translation>界面语言。</translation>
        </message>
        <message>
            <source>Theme</source>
            <translation>主题</translation>
        </message>
        <message>
            <source>Light or dark, or as the system is set.</source>
            <translation>浅色或深色，或跟随系统设置。</translation>
        </message>
        <message>
            <source>Model folder</source>
            <translation>模型文件夹</translation>
        </message>
        <message>
            <source>Where models are installed.</source>
            <translation>模型的安装位置。</translation>
        </message>
        <message>
            <source>Project folder</source>
            <translation>项目文件夹</translation>
        </message>
        <message>
            <source>Where new projects are made.</source>
            <translation>新项目的创建位置。</translation>
        </message>
        <message>
            <source>Last project</source>
            <translation>上次的项目</translation>
        </message>
        <message>
            <source>The project that opens at the start.</source>
            <translation>启动时打开的项目。</translation>
        </message>
        <message>
            <source>Recent projects</source>
            <translation>最近的项目</translation>
        </message>
        <message>
            <source>Newest first, at most ten.</source>
            <translation>最新的在前，最多十个。</translation>
        </message>
        <message>
            <source>Device</source>
            <translation>设备</translation>
        </message>
        <message>
            <source>The processor that runs the models.</source>
            <translation>运行模型的处理器。</translation>
        </message>
        <message>
            <source>Threads</source>
            <translation>线程</translation>
        </message>
        <message>
            <source>How many processor threads the models use.</source>
            <translation>模型使用的处理器线程数。</translation>
        </message>
        <message>
            <source>Memory budget</source>
            <translation>内存预算</translation>
        </message>
        <message>
            <source>How much memory models may keep, so that they need not be loaded again.</source>
            <translation>模型可以占用多少内存，以免每次重新加载。</translation>
        </message>
        <message>
            <source>Embedded in files</source>
            <translation>写入文件的信息</translation>
        </message>
        <message>
            <source>How much of the recipe is written into each file.</source>
            <translation>每个文件中写入多少配方信息。</translation>
        </message>
        <message>
            <source>Prompt history</source>
            <translation>提示词历史</translation>
        </message>
        <message>
            <source>Keep the prompts you run, on this machine alone, so that you can find them again.</source>
            <translation>保存你运行过的提示词（仅在本机），以便再次查找。</translation>
        </message>
    </context>
    <context>
        <name>words</name>
        <message>
            <source>Text</source>
            <translation>文字</translation>
        </message>
        <message>
            <source>Image</source>
            <translation>图片</translation>
        </message>
        <message>
            <source>Audio</source>
            <translation>声音</translation>
        </message>
        <message>
            <source>Write</source>
            <translation>写作</translation>
        </message>
        <message>
            <source>Rewrite</source>
            <translation>改写</translation>
        </message>
        <message>
            <source>Summarise</source>
            <translation>摘要</translation>
        </message>
        <message>
            <source>Translate</source>
            <translation>翻译</translation>
        </message>
        <message>
            <source>Chat</source>
            <translation>对话</translation>
        </message>
        <message>
            <source>Text to image</source>
            <translation>文生图</translation>
        </message>
        <message>
            <source>Image to image</source>
            <translation>图生图</translation>
        </message>
        <message>
            <source>Inpaint</source>
            <translation>局部重绘</translation>
        </message>
        <message>
            <source>Outpaint</source>
            <translation>外扩绘制</translation>
        </message>
        <message>
            <source>Upscale</source>
            <translation>放大</translation>
        </message>
        <message>
            <source>Restyle</source>
            <translation>换风格</translation>
        </message>
        <message>
            <source>Cut out</source>
            <translation>抠图</translation>
        </message>
        <message>
            <source>Edit</source>
            <translation>编辑</translation>
        </message>
        <message>
            <source>Make seamless</source>
            <translation>无缝拼接</translation>
        </message>
        <message>
            <source>Trace</source>
            <translation>描摹</translation>
        </message>
        <message>
            <source>Control map</source>
            <translation>控制图</translation>
        </message>
        <message>
            <source>Caption</source>
            <translation>描述</translation>
        </message>
        <message>
            <source>Tag</source>
            <translation>标签</translation>
        </message>
        <message>
            <source>Speak</source>
            <translation>朗读</translation>
        </message>
        <message>
            <source>Transcribe</source>
            <translation>转写</translation>
        </message>
        <message>
            <source>Denoise</source>
            <translation>降噪</translation>
        </message>
        <message>
            <source>Draw a picture from words alone</source>
            <translation>仅凭文字绘制图片</translation>
        </message>
        <message>
            <source>Draw a picture anew, following another one</source>
            <translation>参照另一张图片重新绘制</translation>
        </message>
        <message>
            <source>Draw only what you paint over; the rest stays</source>
            <translation>只重画涂抹的部分，其余不变</translation>
        </message>
        <message>
            <source>Draw what lies beyond the picture's edges</source>
            <translation>画出图片边缘之外的内容</translation>
        </message>
        <message>
            <source>The same picture in another style</source>
            <translation>同一图片换成另一风格</translation>
        </message>
        <message>
            <source>Take the background away</source>
            <translation>去除背景</translation>
        </message>
        <message>
            <source>Crop, turn, tone and resize</source>
            <translation>裁剪、旋转、调色和缩放</translation>
        </message>
        <message>
            <source>A texture whose edges meet</source>
            <translation>边缘可无缝拼接的纹理</translation>
        </message>
        <message>
            <source>Turn the picture into vector shapes (SVG)</source>
            <translation>把图片变成矢量图形（SVG）</translation>
        </message>
        <message>
            <source>Edges, depth, colours: a map for a ControlNet to follow</source>
            <translation>边缘、深度、颜色：供 ControlNet 参照的控制图</translation>
        </message>
        <message>
            <source>Describe the picture in a sentence</source>
            <translation>用一句话描述图片</translation>
        </message>
        <message>
            <source>List what is in the picture</source>
            <translation>列出图片中的内容</translation>
        </message>
        <message>
            <source>Find things and where they are</source>
            <translation>找出物体及其位置</translation>
        </message>
        <message>
            <source>A model that writes captions: the transformers folder of BLIP, Florence-2, SmolVLM or the like.</source>
            <translation>图片描述模型：BLIP、Florence-2、SmolVLM 等的 transformers 文件夹。</translation>
        </message>
        <message>
            <source>A model that classifies pictures: the transformers folder of a ViT, Swin, ConvNeXt or the like.</source>
            <translation>图片分类模型：ViT、Swin、ConvNeXt 等的 transformers 文件夹。</translation>
        </message>
        <message>
            <source>A model that finds objects: the transformers folder of YOLOS, RT-DETR, Florence-2 or the like.</source>
            <translation>物体检测模型：YOLOS、RT-DETR、Florence-2 等的 transformers 文件夹。</translation>
        </message>
        <message>
            <source>Draw</source>
            <translation>绘制</translation>
        </message>
        <message>
            <source>Finish</source>
            <translation>完善</translation>
        </message>
        <message>
            <source>See</source>
            <translation>看图</translation>
        </message>
        <message>
            <source>Result</source>
            <translation>结果</translation>
        </message>
        <message>
            <source>Preview</source>
            <translation>预览</translation>
        </message>
        <message>
            <source>Adjust</source>
            <translation>调整</translation>
        </message>
        <message>
            <source>3 × 3</source>
            <translation>3 × 3</translation>
        </message>
        <message>
            <source>Mask</source>
            <translation>蒙版</translation>
        </message>
        <message>
            <source>Frame</source>
            <translation>画框</translation>
        </message>
        <message>
            <source>With source</source>
            <translation>与原图</translation>
        </message>
        <message>
            <source>Compare</source>
            <translation>比较</translation>
        </message>
        <message>
            <source>Waiting</source>
            <translation>等待中</translation>
        </message>
        <message>
            <source>Loading the model</source>
            <translation>正在加载模型</translation>
        </message>
        <message>
            <source>Reading the input</source>
            <translation>正在读取输入</translation>
        </message>
        <message>
            <source>Drawing</source>
            <translation>正在绘制</translation>
        </message>
        <message>
            <source>Generating</source>
            <translation>正在生成</translation>
        </message>
        <message>
            <source>Finishing</source>
            <translation>正在收尾</translation>
        </message>
        <message>
            <source>Saving</source>
            <translation>正在保存</translation>
        </message>
        <message>
            <source>Running</source>
            <translation>运行中</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>完成</translation>
        </message>
        <message>
            <source>Failed</source>
            <translation>失败</translation>
        </message>
        <message>
            <source>Cancelled</source>
            <translation>已取消</translation>
        </message>
        <message>
            <source>Interrupted</source>
            <translation>已中断</translation>
        </message>
        <message>
            <source>Stopped</source>
            <translation>已停止</translation>
        </message>
        <message>
            <source>Task</source>
            <translation>任务</translation>
        </message>
        <message>
            <source>Prompt</source>
            <translation>提示词</translation>
        </message>
        <message>
            <source>Negative prompt</source>
            <translation>反向提示词</translation>
        </message>
        <message>
            <source>Prompt as run</source>
            <translation>实际运行的提示词</translation>
        </message>
        <message>
            <source>Negative prompt as run</source>
            <translation>实际运行的反向提示词</translation>
        </message>
        <message>
            <source>System prompt</source>
            <translation>系统提示</translation>
        </message>
        <message>
            <source>Conversation</source>
            <translation>对话</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Seed</source>
            <translation>种子</translation>
        </message>
        <message>
            <source>Takes</source>
            <translation>候选数</translation>
        </message>
        <message>
            <source>Input file</source>
            <translation>输入文件</translation>
        </message>
        <message>
            <source>Temperature</source>
            <translation>温度</translation>
        </message>
        <message>
            <source>Top-p</source>
            <translation>Top-p</translation>
        </message>
        <message>
            <source>Length</source>
            <translation>长度</translation>
        </message>
        <message>
            <source>Width</source>
            <translation>宽度</translation>
        </message>
        <message>
            <source>Height</source>
            <translation>高度</translation>
        </message>
        <message>
            <source>Steps</source>
            <translation>步数</translation>
        </message>
        <message>
            <source>Guidance</source>
            <translation>引导强度</translation>
        </message>
        <message>
            <source>Scheduler</source>
            <translation>采样器</translation>
        </message>
        <message>
            <source>Strength</source>
            <translation>强度</translation>
        </message>
        <message>
            <source>Scale</source>
            <translation>倍数</translation>
        </message>
        <message>
            <source>Style</source>
            <translation>风格</translation>
        </message>
        <message>
            <source>Speed and memory</source>
            <translation>速度与内存</translation>
        </message>
        <message>
            <source>Transparent background</source>
            <translation>透明背景</translation>
        </message>
        <message>
            <source>Draw outside</source>
            <translation>向外绘制</translation>
        </message>
        <message>
            <source>Grow</source>
            <translation>扩大</translation>
        </message>
        <message>
            <source>Feather</source>
            <translation>羽化</translation>
        </message>
        <message>
            <source>Extend</source>
            <translation>扩展</translation>
        </message>
        <message>
            <source>Tracing</source>
            <translation>描摹</translation>
        </message>
        <message>
            <source>Colours</source>
            <translation>颜色</translation>
        </message>
        <message>
            <source>Shapes</source>
            <translation>形状</translation>
        </message>
        <message>
            <source>Stacked</source>
            <translation>叠放</translation>
        </message>
        <message>
            <source>Fineness</source>
            <translation>精细度</translation>
        </message>
        <message>
            <source>Layer step</source>
            <translation>层间差</translation>
        </message>
        <message>
            <source>Speckle</source>
            <translation>斑点</translation>
        </message>
        <message>
            <source>Corner</source>
            <translation>拐角</translation>
        </message>
        <message>
            <source>Smoothness</source>
            <translation>平滑度</translation>
        </message>
        <message>
            <source>Looking</source>
            <translation>看图</translation>
        </message>
        <message>
            <source>Confidence</source>
            <translation>置信度</translation>
        </message>
        <message>
            <source>At most</source>
            <translation>最多</translation>
        </message>
        <message>
            <source>Find by</source>
            <translation>识别方式</translation>
        </message>
        <message>
            <source>Tolerance</source>
            <translation>容差</translation>
        </message>
        <message>
            <source>Inner areas</source>
            <translation>内部区域</translation>
        </message>
        <message>
            <source>Move edge</source>
            <translation>移动边缘</translation>
        </message>
        <message>
            <source>Clean edge</source>
            <translation>净化边缘</translation>
        </message>
        <message>
            <source>Background</source>
            <translation>背景</translation>
        </message>
        <message>
            <source>Turn</source>
            <translation>旋转</translation>
        </message>
        <message>
            <source>Straighten</source>
            <translation>拉直</translation>
        </message>
        <message>
            <source>Crop</source>
            <translation>裁剪</translation>
        </message>
        <message>
            <source>Flip</source>
            <translation>翻转</translation>
        </message>
        <message>
            <source>Black point</source>
            <translation>黑点</translation>
        </message>
        <message>
            <source>White point</source>
            <translation>白点</translation>
        </message>
        <message>
            <source>Midtones</source>
            <translation>中间调</translation>
        </message>
        <message>
            <source>Exposure</source>
            <translation>曝光</translation>
        </message>
        <message>
            <source>Contrast</source>
            <translation>对比度</translation>
        </message>
        <message>
            <source>Saturation</source>
            <translation>饱和度</translation>
        </message>
        <message>
            <source>Warmth</source>
            <translation>色温</translation>
        </message>
        <message>
            <source>Shadows</source>
            <translation>阴影</translation>
        </message>
        <message>
            <source>Highlights</source>
            <translation>高光</translation>
        </message>
        <message>
            <source>Canvas</source>
            <translation>画布</translation>
        </message>
        <message>
            <source>Ground</source>
            <translation>底色</translation>
        </message>
        <message>
            <source>Repeats</source>
            <translation>重复方向</translation>
        </message>
        <message>
            <source>Blend</source>
            <translation>融合</translation>
        </message>
        <message>
            <source>Even light</source>
            <translation>均匀光照</translation>
        </message>
        <message>
            <source>Start</source>
            <translation>开始</translation>
        </message>
        <message>
            <source>End</source>
            <translation>结束</translation>
        </message>
        <message>
            <source>Lower limit</source>
            <translation>低阈值</translation>
        </message>
        <message>
            <source>Upper limit</source>
            <translation>高阈值</translation>
        </message>
        <message>
            <source>Detail</source>
            <translation>细节</translation>
        </message>
        <message>
            <source>Left</source>
            <translation>左</translation>
        </message>
        <message>
            <source>Right</source>
            <translation>右</translation>
        </message>
        <message>
            <source>Top</source>
            <translation>上</translation>
        </message>
        <message>
            <source>Bottom</source>
            <translation>下</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>大小</translation>
        </message>
        <message>
            <source>Weight</source>
            <translation>权重</translation>
        </message>
        <message>
            <source>Preprocessor</source>
            <translation>预处理</translation>
        </message>
        <message>
            <source>LoRA</source>
            <translation>LoRA</translation>
        </message>
        <message>
            <source>Control</source>
            <translation>控制</translation>
        </message>
        <message>
            <source>Reference</source>
            <translation>参考</translation>
        </message>
        <message>
            <source>Embedding</source>
            <translation>嵌入</translation>
        </message>
        <message>
            <source>VAE</source>
            <translation>VAE</translation>
        </message>
        <message>
            <source>Second pass</source>
            <translation>第二遍</translation>
        </message>
        <message>
            <source>Clip skip</source>
            <translation>Clip skip</translation>
        </message>
        <message>
            <source>Seamless</source>
            <translation>无缝</translation>
        </message>
        <message>
            <source>Variation</source>
            <translation>变化</translation>
        </message>
        <message>
            <source>Seed of the variation</source>
            <translation>变化种子</translation>
        </message>
        <message>
            <source>Styles</source>
            <translation>风格</translation>
        </message>
        <message>
            <source>Grid</source>
            <translation>网格</translation>
        </message>
        <message>
            <source>Seamless tile</source>
            <translation>无缝平铺</translation>
        </message>
        <message>
            <source>Voice</source>
            <translation>声音</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>语言</translation>
        </message>
        <message>
            <source>Speed</source>
            <translation>语速</translation>
        </message>
        <message>
            <source>Loudness</source>
            <translation>响度</translation>
        </message>
        <message>
            <source>ControlNet</source>
            <translation>ControlNet</translation>
        </message>
        <message>
            <source>T2I-Adapter</source>
            <translation>T2I-Adapter</translation>
        </message>
        <message>
            <source>IP-Adapter</source>
            <translation>IP-Adapter</translation>
        </message>
        <message>
            <source>Upscaler</source>
            <translation>放大模型</translation>
        </message>
        <message>
            <source>source</source>
            <translation>原图</translation>
        </message>
        <message>
            <source>mask</source>
            <translation>蒙版</translation>
        </message>
        <message>
            <source>style</source>
            <translation>风格</translation>
        </message>
        <message>
            <source>background</source>
            <translation>背景</translation>
        </message>
        <message>
            <source>control {number}</source>
            <translation>控制 {number}</translation>
        </message>
        <message>
            <source>reference {number}</source>
            <translation>参考 {number}</translation>
        </message>
        <message>
            <source>English</source>
            <translation>英语</translation>
        </message>
        <message>
            <source>Chinese</source>
            <translation>中文</translation>
        </message>
        <message>
            <source>French</source>
            <translation>法语</translation>
        </message>
        <message>
            <source>Spanish</source>
            <translation>西班牙语</translation>
        </message>
        <message>
            <source>Japanese</source>
            <translation>日语</translation>
        </message>
        <message>
            <source>German</source>
            <translation>德语</translation>
        </message>
        <message>
            <source>Italian</source>
            <translation>意大利语</translation>
        </message>
        <message>
            <source>Portuguese</source>
            <translation>葡萄牙语</translation>
        </message>
        <message>
            <source>Korean</source>
            <translation>韩语</translation>
        </message>
        <message>
            <source>Russian</source>
            <translation>俄语</translation>
        </message>
        <message>
            <source>Hindi</source>
            <translation>印地语</translation>
        </message>
        <message>
            <source>Detect</source>
            <translation>检测</translation>
        </message>
        <message>
            <source>The same picture with more pixels; no face is invented anew</source>
            <translation>同一张图片，像素更多；不会重新编造任何人脸</translation>
        </message>
        <message>
            <source>Vietnamese</source>
            <translation>越南语</translation>
        </message>
        <message>
            <source>Thai</source>
            <translation>泰语</translation>
        </message>
        <message>
            <source>Arabic</source>
            <translation>阿拉伯语</translation>
        </message>
        <message>
            <source>Loading {model}</source>
            <translation>正在加载 {model}</translation>
        </message>
        <message>
            <source>Detect language</source>
            <translation>自动检测语言</translation>
        </message>
        <message>
            <source>{rate} tokens/s</source>
            <translation>{rate} 词元/秒</translation>
        </message>
        <message>
            <source>{seconds} s</source>
            <translation>{seconds} 秒</translation>
        </message>
        <message>
            <source>a moment left</source>
            <translation>即将完成</translation>
        </message>
        <message>
            <source>about {seconds} s left</source>
            <translation>约剩 {seconds} 秒</translation>
        </message>
        <message>
            <source>about {minutes} min left</source>
            <translation>约剩 {minutes} 分钟</translation>
        </message>
        <message>
            <source>{setting}: {part}</source>
            <translation>{setting}：{part}</translation>
        </message>
        <message>
            <source>in both directions</source>
            <translation>横向和纵向</translation>
        </message>
        <message>
            <source>from left to right</source>
            <translation>横向</translation>
        </message>
        <message>
            <source>from top to bottom</source>
            <translation>纵向</translation>
        </message>
        <message>
            <source>automatic</source>
            <translation>自动</translation>
        </message>
        <message>
            <source>people</source>
            <translation>人物</translation>
        </message>
        <message>
            <source>whatever stands out</source>
            <translation>画面主体</translation>
        </message>
        <message>
            <source>plain background</source>
            <translation>纯色背景</translation>
        </message>
        <message>
            <source>picture</source>
            <translation>图片</translation>
        </message>
        <message>
            <source>horizontal</source>
            <translation>水平</translation>
        </message>
        <message>
            <source>vertical</source>
            <translation>垂直</translation>
        </message>
        <message>
            <source>colour</source>
            <translation>彩色</translation>
        </message>
        <message>
            <source>black and white</source>
            <translation>黑白</translation>
        </message>
        <message>
            <source>curves</source>
            <translation>曲线</translation>
        </message>
        <message>
            <source>polygons</source>
            <translation>多边形</translation>
        </message>
        <message>
            <source>pixels</source>
            <translation>像素</translation>
        </message>
        <message>
            <source>one sentence</source>
            <translation>一句话</translation>
        </message>
        <message>
            <source>in detail</source>
            <translation>详细</translation>
        </message>
        <message>
            <source>Tune for this machine</source>
            <translation>为本机调优</translation>
        </message>
        <message>
            <source>Skip steps that change little</source>
            <translation>跳过变化很小的步骤</translation>
        </message>
        <message>
            <source>Compile the model</source>
            <translation>编译模型</translation>
        </message>
        <message>
            <source>8-bit weights (fp8)</source>
            <translation>8 位权重（fp8）</translation>
        </message>
        <message>
            <source>8-bit weights (int8)</source>
            <translation>8 位权重（int8）</translation>
        </message>
        <message>
            <source>Decode in tiles</source>
            <translation>分块解码</translation>
        </message>
        <message>
            <source>Attention in slices</source>
            <translation>注意力切片</translation>
        </message>
        <message>
            <source>Offload to main memory</source>
            <translation>卸载到主内存</translation>
        </message>
        <message>
            <source>One prompt at a time</source>
            <translation>提示词依次计算</translation>
        </message>
        <message>
            <source>Channels last</source>
            <translation>通道后置</translation>
        </message>
        <message>
            <source>Fused projections</source>
            <translation>合并投影</translation>
        </message>
    </context>
</TS>
